/** The machine that a node runs on: its memory, who else uses it, and keeping it awake. */
package dev.proxima.machine;

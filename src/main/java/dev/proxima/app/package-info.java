/** The main class and the wiring of a node. */
package dev.proxima.app;

/** The commands of the terminal: thin clients over HTTP, and those that start a node. */
package dev.proxima.cli;

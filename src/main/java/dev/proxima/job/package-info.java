/** The life of a job without actors: its specification, events, state and the decisions taken on them. */
package dev.proxima.job;

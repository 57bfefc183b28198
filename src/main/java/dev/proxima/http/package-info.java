/** The HTTP API: routes, server-sent events and problem responses. */
package dev.proxima.http;

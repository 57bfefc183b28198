/** The versioned JSON records that server, command line and scripts share, and the service behind them. */
package dev.proxima.api;

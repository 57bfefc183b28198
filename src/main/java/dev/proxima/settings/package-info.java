/** One tree of records, read from HOCON and validated once at start. */
package dev.proxima.settings;

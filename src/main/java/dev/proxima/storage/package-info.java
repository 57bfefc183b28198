/** Where bytes are: work directories, output places and the atomic publish. */
package dev.proxima.storage;

package dev.proxima.cluster;

/** Marks what may travel between nodes, as CBOR. {@code WireFormatTest} holds a sample of each. */
public interface WireMessage {}

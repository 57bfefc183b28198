package dev.proxima.api;

/** An error answer, RFC 9457. {@code kind} is the machine-readable name of the failure. */
public record Problem(String type, String title, int status, String detail, String kind) {}

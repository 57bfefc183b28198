package dev.proxima.api;

/** Why a job failed: a kind for programs, a sentence for people, and technical detail that may be empty. */
public record FailureView(String kind, String message, String detail) {}

package dev.proxima.api;

/** A preset as listed to users. */
public record PresetView(String name, String description, String extension, boolean isDefault) {}

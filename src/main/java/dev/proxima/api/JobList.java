package dev.proxima.api;

import java.util.List;

/** The shape of every answer that lists jobs. */
public record JobList(List<JobView> jobs) {}

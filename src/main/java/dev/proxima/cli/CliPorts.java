package dev.proxima.cli;

/** What the commands stand on; {@code app} provides it. */
public record CliPorts(Nodes nodes, Planner planner, PresetCatalogue presets, Verifier verifier, Demo demo) {}

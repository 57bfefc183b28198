package dev.proxima.cli;

import java.nio.file.Path;
import java.util.Optional;
import java.util.OptionalInt;

/**
 * What the command line says about a node; what is empty is for the settings to decide.
 *
 * @param dataDir journal, log and node identity
 * @param host the address to listen on, for remoting and HTTP
 * @param port remoting port, 0 for any free one
 * @param httpPort 0 for any free one
 * @param slots FFmpeg processes to run at once, at least 1
 */
public record NodeOptions(
        Optional<Path> dataDir, Optional<String> host, OptionalInt port, OptionalInt httpPort, OptionalInt slots) {}

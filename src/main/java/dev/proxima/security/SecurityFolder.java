package dev.proxima.security;

import java.nio.file.Path;

/** Where a node keeps what is secret: {@code security} in its data directory, with mode 0700. */
public record SecurityFolder(Path path) {

    public static SecurityFolder in(Path dataDir) {
        return new SecurityFolder(dataDir.resolve("security"));
    }

    /** Key and certificate of the authority: on the seed alone. */
    Path authority() {
        return path.resolve("ca.pem");
    }

    /** Who this machine is as the seed of its own cluster. */
    public Path seedIdentity() {
        return path.resolve("seed.pem");
    }

    /** Who this machine is in the cluster that it joined. */
    public Path joinedIdentity() {
        return path.resolve("joined.pem");
    }

    /** Where the seed of the joined cluster renews certificates. */
    Path joinedDoor() {
        return path.resolve("joined.json");
    }

    /** Where the seed gives certificates out, for the line that others type. */
    Path ownDoor() {
        return path.resolve("seed.json");
    }

    /** What programs and people on other machines show to use this node's HTTP. */
    public Path accessToken() {
        return path.resolve("access-token");
    }

    Path tokens() {
        return path.resolve("tokens");
    }
}

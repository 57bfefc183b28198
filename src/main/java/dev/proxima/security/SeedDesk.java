package dev.proxima.security;

import dev.proxima.job.Failure;
import dev.proxima.job.FailureException;
import java.time.Duration;
import java.util.Optional;

/** The seed's files of who may join: where it is found, and the tokens that it has given. */
public final class SeedDesk {

    private final SecurityFolder folder;
    private final TokenStore tokens;

    public SeedDesk(SecurityFolder folder) {
        this.folder = folder;
        this.tokens = new TokenStore(folder);
    }

    /** Where the seed was when it ran last. */
    public Optional<Door> lastDoor() {
        return Door.read(folder.ownDoor());
    }

    public void open(Door door) throws FailureException {
        door.write(folder.ownDoor());
    }

    public TokenStore tokens() {
        return tokens;
    }

    /** The line to type on a machine that joins, with a new token. */
    public String joinLine(Duration lifetime) throws FailureException {
        Door door = lastDoor()
                .orElseThrow(() -> new FailureException(new Failure.InvalidRequest("No seed has run with the data in "
                        + folder.path().getParent() + ": start it with \"proxima seed\", or name its --data-dir.")));
        JoinToken token = tokens.create(
                lifetime, door.joinPort(), CertificateAuthority.open(folder).fingerprint());
        String host = door.host().contains(":") ? '[' + door.host() + ']' : door.host();
        return "proxima join " + host + ':' + door.port() + " --token " + token.text();
    }
}

package dev.proxima.security;

import dev.proxima.job.Failure;
import dev.proxima.job.FailureException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Optional;

/** How a machine becomes a member of a cluster, and stays one: with a token at first, with its certificate from then on. */
public final class Enrolment {

    private static final String TYPE_THE_LINE =
            ": type the line with a token that \"proxima seed\" printed there, or that \"proxima token create\" prints there.";

    private final SecurityFolder folder;
    private final Door seed;
    private final String host;

    /**
     * @param seedPort of its remoting
     * @param host of this machine, by which other nodes will know it
     */
    public Enrolment(SecurityFolder folder, String seedHost, int seedPort, String host) {
        this.folder = folder;
        this.seed = new Door(seedHost, seedPort, 0);
        this.host = Names.plain(host);
    }

    /**
     * The identity that this machine has, or a new one.
     *
     * @throws SeedAway when the seed is needed and does not answer; later it may
     * @throws FailureException with a sentence that tells how to join
     */
    public NodeIdentity open(Optional<JoinToken> token) throws FailureException, SeedAway, InterruptedException {
        Optional<NodeIdentity> known = known();
        if (token.isEmpty()) {
            NodeIdentity identity = known.orElseThrow(
                    () -> refusal("This machine has no certificate of the cluster at " + seed.host() + TYPE_THE_LINE));
            checkValid(identity, Instant.now());
            return identity.names().contains(host) ? identity : renew(identity);
        }
        Door door = new Door(seed.host(), seed.port(), token.get().port());
        boolean good = known.isPresent()
                && known.get().isOf(token.get().fingerprint())
                && known.get().isValidAt(Instant.now())
                && known.get().names().contains(host);
        if (!good) {
            SeedClient client = new SeedClient(door, token.get().fingerprint(), null);
            Pem pem = client.join(token.get(), List.of(host));
            NodeIdentity.write(folder.joinedIdentity(), pem);
        }
        boolean sameDoor = good
                && Door.read(folder.joinedDoor())
                        .filter(last -> last.joinPort() == door.joinPort())
                        .isPresent();
        if (!sameDoor) {
            door.write(folder.joinedDoor());
        }
        return NodeIdentity.at(folder.joinedIdentity());
    }

    /**
     * Asks for a new certificate, over a connection that shows the present one: where the first one came from, or, in case
     * that the seed has another address now, where this node joins.
     */
    public NodeIdentity renew(NodeIdentity identity) throws FailureException, SeedAway, InterruptedException {
        Door known = Door.read(folder.joinedDoor())
                .orElseThrow(() -> refusal("Where the seed gives certificates out is not known" + TYPE_THE_LINE));
        Door here = new Door(seed.host(), seed.port(), known.joinPort());
        try {
            return renewAt(known, identity);
        } catch (FailureException | SeedAway e) {
            if (here.host().equals(known.host())) {
                throw e;
            }
            NodeIdentity renewed = renewAt(here, identity);
            here.write(folder.joinedDoor());
            return renewed;
        }
    }

    private NodeIdentity renewAt(Door door, NodeIdentity identity)
            throws FailureException, SeedAway, InterruptedException {
        String fingerprint = Keys.fingerprint(identity.authority().getPublicKey());
        Pem pem = new SeedClient(door, fingerprint, identity.keyManagers()).renew(List.of(host));
        return NodeIdentity.write(folder.joinedIdentity(), pem);
    }

    private Optional<NodeIdentity> known() throws FailureException {
        Path file = folder.joinedIdentity();
        return Files.exists(file) ? Optional.of(NodeIdentity.at(file)) : Optional.empty();
    }

    static void checkValid(NodeIdentity identity, Instant now) throws FailureException {
        if (identity.isValidAt(now)) {
            return;
        }
        throw now.isBefore(identity.expires())
                ? refusal("The clock of this machine says " + now.truncatedTo(ChronoUnit.MINUTES)
                        + ", which is before its certificate in " + identity.file()
                        + " begins: set the clock, then join again.")
                : refusal("The certificate of this machine in " + identity.file() + " expired at "
                        + identity.expires().truncatedTo(ChronoUnit.MINUTES) + TYPE_THE_LINE);
    }

    private static FailureException refusal(String sentence) {
        return new FailureException(new Failure.InvalidRequest(sentence));
    }
}

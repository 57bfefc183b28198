package dev.proxima.app;

import dev.proxima.job.Failure;
import dev.proxima.job.FailureException;
import dev.proxima.security.Enrolment;
import dev.proxima.security.JoinToken;
import dev.proxima.security.NodeIdentity;
import dev.proxima.security.Renewal;
import dev.proxima.security.SecurityFolder;
import dev.proxima.security.SeedAway;
import dev.proxima.security.SeedProbe;
import dev.proxima.settings.Settings;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/** A node on its way into a cluster. It waits for its seed, but not for what waiting does not mend. */
final class Joining {

    private static final Duration LOOK_EVERY = Duration.ofSeconds(3);

    private final Enrolment enrolment;
    private final String seedHost;
    private final int seedPort;
    private boolean told;

    /**
     * @param address of the seed
     * @param seedHost as the seed was called, by its address or by a name, which it may call itself as well
     */
    Joining(Settings settings, String address, String seedHost, int seedPort) {
        this.enrolment = new Enrolment(SecurityFolder.in(settings.dataDir()), address, seedPort, settings.host());
        this.seedHost = seedHost;
        this.seedPort = seedPort;
    }

    /** Gets the node its certificate, from its data directory or from the seed. */
    NodeSecurity enrol(Optional<String> token) throws FailureException, InterruptedException {
        Optional<JoinToken> parsed = token.isPresent() ? Optional.of(JoinToken.parse(token.get())) : Optional.empty();
        while (true) {
            try {
                NodeIdentity identity = enrolment.open(parsed);
                return new NodeSecurity.Joined(
                        identity,
                        Renewal.of(identity, () -> enrolment.renew(identity)),
                        new MembershipWatch(identity, seedHost, seedPort));
            } catch (SeedAway e) {
                tellOnce(e.getMessage());
                TimeUnit.NANOSECONDS.sleep(LOOK_EVERY.toNanos());
            }
        }
    }

    /** @return the node, as a member */
    RunningNode await(RunningNode node, NodeSecurity security) throws FailureException, InterruptedException {
        while (!node.awaitMember(LOOK_EVERY)) {
            Optional<String> reason = SeedProbe.whyRefused(security.identity().orElseThrow(), seedHost, seedPort);
            if (reason.isPresent()) {
                node.close();
                throw new FailureException(new Failure.InvalidRequest(reason.get()));
            }
            tellOnce("it does not answer");
        }
        return node;
    }

    private void tellOnce(String why) {
        if (!told) {
            told = true;
            System.err.println("Waiting for the seed at " + seedHost + ':' + seedPort + " (" + why
                    + "); start it with `proxima seed` there, or stop this with Ctrl-C.");
        }
    }
}

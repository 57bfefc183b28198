package dev.proxima.cluster;

import akka.Done;
import akka.actor.ActorRef;
import akka.actor.CoordinatedShutdown;
import akka.actor.PoisonPill;
import akka.actor.typed.ActorSystem;
import akka.actor.typed.javadsl.Adapter;
import akka.io.Tcp;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Lets an actor system end. Remoting waits for its connections without a deadline, and one over TLS to a node that was killed
 * and came back may never end (akka/akka-core#29162, #30326; seen in every third restart of a seed). The node would
 * hold its port and not join again.
 */
final class LastConnections {

    private static final Logger LOG = LoggerFactory.getLogger(LastConnections.class);

    /** Remoting has a second to say its last words. */
    private static final Duration PATIENCE = Duration.ofSeconds(3);

    private LastConnections() {}

    /** When the system shuts down, whatever is connected after its actors have stopped is cut off. */
    static void cutOffAtTheEndOf(ActorSystem<?> system) {
        CoordinatedShutdown.get(system)
                .addTask(CoordinatedShutdown.PhaseBeforeActorSystemTerminate(), "last-connections", () -> {
                    CompletableFuture.delayedExecutor(PATIENCE.toMillis(), TimeUnit.MILLISECONDS)
                            .execute(() -> cutOff(system));
                    return CompletableFuture.completedFuture(Done.getInstance());
                });
    }

    private static void cutOff(ActorSystem<?> system) {
        if (!system.getWhenTerminated().toCompletableFuture().isDone()) {
            LOG.info("Remoting still waits for a connection to end: all are cut off");
            Tcp.get(Adapter.toClassic(system)).manager().tell(PoisonPill.getInstance(), ActorRef.noSender());
        }
    }
}

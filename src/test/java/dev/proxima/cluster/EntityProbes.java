package dev.proxima.cluster;

import akka.actor.testkit.typed.javadsl.TestProbe;
import akka.actor.typed.Behavior;
import akka.actor.typed.javadsl.Behaviors;
import akka.cluster.sharding.typed.javadsl.ClusterSharding;
import akka.cluster.sharding.typed.javadsl.Entity;
import akka.cluster.sharding.typed.javadsl.EntityTypeKey;
import dev.proxima.testing.TestSystem;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;

/** Sharded entities of one type that only tell a probe what they were told; one probe for each job. */
final class EntityProbes<T> {

    record Told<T>(String entity, T message) {}

    private final TestSystem system;
    private final Function<String, String> jobOf;
    private final Map<String, TestProbe<Told<T>>> probes = new ConcurrentHashMap<>();

    /** @param jobOf the job in an entity id */
    EntityProbes(TestSystem system, EntityTypeKey<T> key, Function<String, String> jobOf) {
        this.system = system;
        this.jobOf = jobOf;
        ClusterSharding.get(system.system()).init(Entity.of(key, entity -> telling(entity.getEntityId())));
    }

    TestProbe<Told<T>> of(String job) {
        return probes.computeIfAbsent(job, name -> system.kit.createTestProbe());
    }

    private Behavior<T> telling(String entity) {
        return Behaviors.receiveMessage(message -> {
            of(jobOf.apply(entity)).ref().tell(new Told<>(entity, message));
            return Behaviors.same();
        });
    }
}

package dev.proxima.api;

import java.util.List;

/** What watchers are told. The first event of every subscription is a {@link Snapshot}. */
public sealed interface LiveEvent {

    /** The kebab-case name of the event on the wire. */
    String name();

    /** Everything there is; a watcher replaces what it knew. */
    record Snapshot(String version, List<JobView> jobs, List<NodeView> nodes) implements LiveEvent {
        @Override
        public String name() {
            return "snapshot";
        }
    }

    /** A job is new, or changed its status or one of its segments, or made progress. */
    record JobChanged(JobView job) implements LiveEvent {
        @Override
        public String name() {
            return "job-changed";
        }
    }

    /** A node is new, or its slots or running attempts changed. */
    record NodeChanged(NodeView node) implements LiveEvent {
        @Override
        public String name() {
            return "node-changed";
        }
    }

    record NodeRemoved(String id) implements LiveEvent {
        @Override
        public String name() {
            return "node-removed";
        }
    }
}

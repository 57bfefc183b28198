package dev.proxima.cluster;

import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.Collectors;

/**
 * FFmpeg's names of the encoders of a node. A build has more than a hundred; what nodes of the same build differ by are the few
 * that need hardware. So nodes tell which they lack.
 *
 * @param ofBuild all that this node's FFmpeg has
 * @param working those of them that work on this node
 */
public record Encoders(Set<String> ofBuild, Set<String> working) {

    public Encoders {
        ofBuild = Set.copyOf(ofBuild);
        working = Set.copyOf(working);
    }

    Set<String> lacking() {
        return without(working);
    }

    /** Those that work on a node of the same build that lacks some. */
    Set<String> without(Set<String> lacking) {
        return ofBuild.stream().filter(Predicate.not(lacking::contains)).collect(Collectors.toUnmodifiableSet());
    }
}

package dev.proxima.job;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;
import java.util.Collection;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.pcollections.TreePMap;

/**
 * The pieces of a job by index, the audio first. Immutable: a copy with one piece changed shares the rest, so that an
 * event costs as little in a job of thousands of pieces as in one of ten. In a journal it is a map.
 */
public final class Pieces {

    static final Pieces NONE = new Pieces(TreePMap.empty(), TreePMap.empty(), TreePMap.empty());

    private final TreePMap<Integer, PieceState> all;
    private final TreePMap<Integer, PieceState> waiting;
    private final TreePMap<Integer, PieceState> inFlight;

    private Pieces(
            TreePMap<Integer, PieceState> all,
            TreePMap<Integer, PieceState> waiting,
            TreePMap<Integer, PieceState> inFlight) {
        this.all = all;
        this.waiting = waiting;
        this.inFlight = inFlight;
    }

    @JsonCreator(mode = JsonCreator.Mode.DELEGATING)
    static Pieces of(Map<Integer, PieceState> pieces) {
        Pieces made = NONE;
        for (PieceState piece : pieces.values()) {
            made = made.with(piece);
        }
        return made;
    }

    @JsonValue
    Map<Integer, PieceState> asMap() {
        return new TreeMap<>(all);
    }

    /** With {@code piece}, in place of the one that had its index if there was one. */
    Pieces with(PieceState piece) {
        return new Pieces(
                all.plus(piece.index(), piece),
                only(SegmentStatus.WAITING, waiting, piece),
                only(SegmentStatus.DISPATCHED, inFlight, piece));
    }

    Pieces without(int index) {
        return new Pieces(all.minus(index), waiting.minus(index), inFlight.minus(index));
    }

    private static TreePMap<Integer, PieceState> only(
            SegmentStatus wanted, TreePMap<Integer, PieceState> those, PieceState piece) {
        return piece.status() == wanted ? those.plus(piece.index(), piece) : those.minus(piece.index());
    }

    public Optional<PieceState> get(int index) {
        return Optional.ofNullable(all.get(index));
    }

    public int size() {
        return all.size();
    }

    public Collection<PieceState> values() {
        return all.values();
    }

    /** Those that no node works on. */
    public Collection<PieceState> waiting() {
        return waiting.values();
    }

    public Collection<PieceState> inFlight() {
        return inFlight.values();
    }

    /** Whether every one of them is finished, of which there is at least one. */
    public boolean areDone() {
        return !all.isEmpty() && waiting.isEmpty() && inFlight.isEmpty();
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof Pieces pieces && all.equals(pieces.all);
    }

    @Override
    public int hashCode() {
        return all.hashCode();
    }

    @Override
    public String toString() {
        return all.toString();
    }
}

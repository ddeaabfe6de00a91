package io.turnpike.node.maps;

import static java.lang.foreign.ValueLayout.JAVA_SHORT;

import io.turnpike.node.ffi.BpfMap;
import java.lang.foreign.MemorySegment;
import java.util.Arrays;
import java.util.BitSet;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.stream.IntStream;

/**
 * Rows of choices, in pieces of {@value FlowAbi#CHOICES_A_PIECE}. A changed row is written beside the old one, whose
 * pieces are free for others only after the next change, when no packet can be reading them any more.
 */
public final class ChoiceRows {
    private final MemorySegment memory;
    private final int pieces;
    private final Map<String, Place> rows = new HashMap<>();
    private final BitSet used = new BitSet();
    /** Out of force since this change, and since an earlier one. */
    private BitSet leaving = new BitSet();

    private BitSet left = new BitSet();

    /** Where a row lies: its first choice, and how many there are. */
    public record Place(int first, int count) {
        private int firstPiece() {
            return first / FlowAbi.CHOICES_A_PIECE;
        }

        private int endPiece() {
            return firstPiece() + (count + FlowAbi.CHOICES_A_PIECE - 1) / FlowAbi.CHOICES_A_PIECE;
        }
    }

    public ChoiceRows(BpfMap map) {
        this(map.mapped());
    }

    ChoiceRows(MemorySegment memory) {
        this.memory = memory;
        this.pieces = (int) (memory.byteSize() / FlowAbi.CHOICES.byteSize());
    }

    /** A row that an earlier process wrote, and that is in force until the next change. */
    public void adopt(Place place) {
        used.set(place.firstPiece(), place.endPiece());
        leave(place);
    }

    /** Where the listener's row is, written if it is not what it was. */
    public Place place(String listener, int[] servers) {
        Place before = rows.get(listener);
        if (before != null && Arrays.equals(read(before), servers)) {
            return before;
        }
        Place place = new Place(freePieces(servers.length) * FlowAbi.CHOICES_A_PIECE, servers.length);
        used.set(place.firstPiece(), place.endPiece());
        for (int i = 0; i < servers.length; i++) {
            memory.setAtIndex(JAVA_SHORT, place.first() + i, (short) servers[i]);
        }
        if (before != null) {
            leave(before);
        }
        rows.put(listener, place);
        return place;
    }

    private int[] read(Place place) {
        return IntStream.range(place.first(), place.first() + place.count())
                .map(i -> Short.toUnsignedInt(memory.getAtIndex(JAVA_SHORT, i)))
                .toArray();
    }

    private int freePieces(int choices) {
        int wanted = new Place(0, choices).endPiece();
        int from = used.nextClearBit(0);
        while (from + wanted <= pieces) {
            int taken = used.nextSetBit(from);
            if (taken < 0 || taken - from >= wanted) {
                return from;
            }
            from = used.nextClearBit(taken);
        }
        throw new IllegalStateException("no room for a row of " + choices + " choices among "
                + pieces * FlowAbi.CHOICES_A_PIECE + ": too many listeners with hash schedulers on one node");
    }

    private void leave(Place place) {
        leaving.set(place.firstPiece(), place.endPiece());
    }

    /** The change is in force: rows of all other listeners are left, and what was left before is free. */
    public void retain(Set<String> listeners) {
        rows.entrySet().removeIf(entry -> {
            boolean gone = !listeners.contains(entry.getKey());
            if (gone) {
                leave(entry.getValue());
            }
            return gone;
        });
        used.andNot(left);
        left = leaving;
        leaving = new BitSet();
    }
}

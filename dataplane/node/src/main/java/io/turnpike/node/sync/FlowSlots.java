package io.turnpike.node.sync;

import java.util.Arrays;

/** From flow id to slot, in two plain arrays: a million entries are a few dozen megabytes and no objects. */
final class FlowSlots {
    static final int NONE = -1;

    private static final int LEAST = 1024;

    private long[] keys = new long[LEAST];
    private int[] slots = new int[LEAST];
    private int size;

    int size() {
        return size;
    }

    int get(long flowId) {
        int at = find(flowId);
        return keys[at] == flowId ? slots[at] : NONE;
    }

    void put(long flowId, int slot) {
        int at = find(flowId);
        if (keys[at] == 0) {
            keys[at] = flowId;
            size++;
        }
        slots[at] = slot;
        if (size * 5L > keys.length * 3L) {
            grow();
        }
    }

    /** Moves up what would not be found any more, so that there are no tombstones. */
    void remove(long flowId) {
        int hole = find(flowId);
        if (keys[hole] == 0) {
            return;
        }
        int mask = keys.length - 1;
        for (int at = hole + 1 & mask; keys[at] != 0; at = at + 1 & mask) {
            int home = home(keys[at]);
            if ((at - home & mask) >= (at - hole & mask)) {
                keys[hole] = keys[at];
                slots[hole] = slots[at];
                hole = at;
            }
        }
        keys[hole] = 0;
        size--;
    }

    private int find(long flowId) {
        int at = home(flowId);
        while (keys[at] != 0 && keys[at] != flowId) {
            at = at + 1 & keys.length - 1;
        }
        return at;
    }

    private int home(long flowId) {
        return (int) (mix(flowId) >>> 32) & keys.length - 1;
    }

    /** Spreads all bits over all bits (the finaliser of SplitMix64). */
    static long mix(long value) {
        long mixed = (value ^ value >>> 30) * 0xbf58476d1ce4e5b9L;
        mixed = (mixed ^ mixed >>> 27) * 0x94d049bb133111ebL;
        return mixed ^ mixed >>> 31;
    }

    private void grow() {
        long[] oldKeys = keys;
        int[] oldSlots = slots;
        keys = new long[2 * oldKeys.length];
        slots = new int[2 * oldSlots.length];
        size = 0;
        for (int i = 0; i < oldKeys.length; i++) {
            if (oldKeys[i] != 0) {
                put(oldKeys[i], oldSlots[i]);
            }
        }
    }

    long[] flowIds() {
        return Arrays.stream(keys).filter(key -> key != 0).toArray();
    }
}

package io.turnpike.node.sync;

import java.util.Arrays;
import java.util.function.IntConsumer;

/** Slots from any thread to one that takes them all at once. */
final class SlotQueue {
    private int[] slots = new int[64];
    private int size;

    synchronized void add(int slot) {
        if (size == slots.length) {
            slots = Arrays.copyOf(slots, 2 * size);
        }
        slots[size++] = slot;
    }

    void drain(IntConsumer reader) {
        int[] taken = takeAll();
        for (int slot : taken) {
            reader.accept(slot);
        }
    }

    private synchronized int[] takeAll() {
        int[] taken = Arrays.copyOf(slots, size);
        size = 0;
        return taken;
    }
}

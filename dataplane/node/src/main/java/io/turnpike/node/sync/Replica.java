package io.turnpike.node.sync;

import java.util.Arrays;

/**
 * What one incarnation of an owner said of its slots: in each the flow id of a shared session or none, as of a version.
 * The owner counts its versions up at every change, so of two statements about a slot the one with the greater version
 * holds, in whatever order they come; an empty slot is a statement too, so nothing that ended comes back.
 */
final class Replica {
    static final long EMPTY = 0;

    private final Coverage coverage = new Coverage();
    private long[] versions = new long[0];
    private long[] flowIds = new long[0];
    private long incarnation;
    private boolean complete;

    /** Forgets all that another incarnation said; its slots have other numbers. */
    void restart(long newIncarnation) {
        incarnation = newIncarnation;
        complete = false;
        coverage.restart(0);
        versions = new long[0];
        flowIds = new long[0];
    }

    long incarnation() {
        return incarnation;
    }

    Coverage coverage() {
        return coverage;
    }

    /** Whether every slot was told of since the incarnation began. */
    boolean isComplete() {
        return complete;
    }

    void completed(long asOfVersion) {
        complete = true;
        coverage.add(0, asOfVersion);
    }

    /** Up to which every change is known; 0 while not even all slots are. */
    long knownVersion() {
        return complete ? coverage.cursor() : 0;
    }

    int slots() {
        return versions.length;
    }

    long version(int slot) {
        return slot < versions.length ? versions[slot] : 0;
    }

    long flowId(int slot) {
        return slot < flowIds.length ? flowIds[slot] : EMPTY;
    }

    void set(int slot, long version, long flowId) {
        if (slot >= versions.length) {
            int length = Math.max(slot + 1, versions.length * 2);
            versions = Arrays.copyOf(versions, length);
            flowIds = Arrays.copyOf(flowIds, length);
        }
        versions[slot] = version;
        flowIds[slot] = flowId;
    }
}

package io.turnpike.node.sync;

import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.random.RandomGenerator;

/** A session table in memory. What was ended stays where it was until the slot is taken again, as in the real one. */
final class SimulatedStore implements SessionStore {
    private final int node;
    private final RandomGenerator random;
    private final long[] flowIds;
    private final boolean[] live;
    private final byte[][] contents;
    private final Set<Long> ended = new HashSet<>();
    private final Set<Long> cameBack = new HashSet<>();

    SimulatedStore(int node, int slots, RandomGenerator random) {
        this.node = node;
        this.random = random;
        this.flowIds = new long[slots];
        this.live = new boolean[slots];
        this.contents = new byte[slots][];
        Arrays.fill(contents, new byte[0]);
    }

    /** The packet path opens a session of this node; the slot, or -1 if there is no room. */
    int openOwn(long flowId) {
        byte[] content = new byte[random.nextInt(1, Records.MOST_CONTENT_OCTETS)];
        random.nextBytes(content);
        return put(flowId, content);
    }

    private int put(long flowId, byte[] content) {
        int start = random.nextInt(flowIds.length);
        for (int i = 0; i < flowIds.length; i++) {
            int slot = (start + i) % flowIds.length;
            if (!live[slot]) {
                flowIds[slot] = flowId;
                live[slot] = true;
                contents[slot] = content;
                return slot;
            }
        }
        return -1;
    }

    /** The owner ends one of its sessions; the slot, or -1 if it has none. */
    int endOwn() {
        int[] own = ownSlots();
        if (own.length == 0) {
            return -1;
        }
        int slot = own[random.nextInt(own.length)];
        live[slot] = false;
        return slot;
    }

    private int[] ownSlots() {
        return java.util.stream.IntStream.range(0, flowIds.length)
                .filter(slot -> live[slot] && LocalSessions.ownerOf(flowIds[slot]) == node)
                .toArray();
    }

    /** Live sessions of one owner with what they are made of. */
    Map<Long, Integer> sessionsOf(int owner) {
        Map<Long, Integer> sessions = new TreeMap<>();
        for (int slot = 0; slot < flowIds.length; slot++) {
            if (live[slot] && LocalSessions.ownerOf(flowIds[slot]) == owner) {
                sessions.put(flowIds[slot], Arrays.hashCode(contents[slot]));
            }
        }
        return sessions;
    }

    /** Copies that were opened again after they had been ended. */
    Set<Long> cameBack() {
        return cameBack;
    }

    @Override
    public int slots() {
        return flowIds.length;
    }

    @Override
    public long flowId(int slot) {
        return flowIds[slot];
    }

    @Override
    public boolean isLive(int slot) {
        return live[slot];
    }

    @Override
    public boolean encode(int slot, long flowId, ByteBuffer out) {
        if (!live[slot] || flowIds[slot] != flowId) {
            return false;
        }
        out.put(contents[slot]);
        return true;
    }

    @Override
    public int open(long flowId, ByteBuffer content) {
        byte[] copy = new byte[content.remaining()];
        content.get(copy);
        if (ended.contains(flowId)) {
            cameBack.add(flowId);
        }
        return put(flowId, copy);
    }

    @Override
    public void end(int slot, long flowId) {
        if (LocalSessions.ownerOf(flowId) == node) {
            throw new AssertionError("node " + node + " was told to end its own session " + flowId);
        }
        if (live[slot] && flowIds[slot] == flowId) {
            live[slot] = false;
            ended.add(flowId);
        }
    }

    @Override
    public void touch(int slot, int idleSeconds, int tcpSeen) {}

    @Override
    public void forEachTouched(TouchReader reader) {}
}

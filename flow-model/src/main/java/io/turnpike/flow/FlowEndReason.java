package io.turnpike.flow;

/** Why a record was written: IPFIX information element 136 (RFC 5102, 5.11.3). */
public enum FlowEndReason implements Coded {
    IDLE_TIMEOUT(1),
    /** The session goes on; this is its part of the interval. */
    ACTIVE_TIMEOUT(2),
    END_OF_FLOW_DETECTED(3),
    FORCED_END(4),
    LACK_OF_RESOURCES(5);

    private final int code;

    FlowEndReason(int code) {
        this.code = code;
    }

    @Override
    public int code() {
        return code;
    }
}

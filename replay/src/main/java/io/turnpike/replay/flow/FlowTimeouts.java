package io.turnpike.replay.flow;

/**
 * How long a flow may be idle, by the capture's time, before its next packet begins another one. The defaults are those
 * of a node's sessions.
 *
 * @param establishedSeconds TCP after both sides have spoken
 * @param openingSeconds TCP that was never answered
 * @param closedSeconds TCP after both FINs or a reset: late segments still belong to it
 * @param otherSeconds UDP and all else
 */
public record FlowTimeouts(int establishedSeconds, int openingSeconds, int closedSeconds, int otherSeconds) {
    public static final FlowTimeouts DEFAULT = new FlowTimeouts(900, 60, 10, 90);

    public FlowTimeouts {
        if (Math.min(Math.min(establishedSeconds, openingSeconds), Math.min(closedSeconds, otherSeconds)) < 1) {
            throw new IllegalArgumentException("a timeout is 1 second at least");
        }
    }

    long nanos(Flow flow) {
        return 1_000_000_000L * seconds(flow);
    }

    private int seconds(Flow flow) {
        if (!flow.isTcp()) {
            return otherSeconds;
        }
        if (flow.isClosed()) {
            return closedSeconds;
        }
        return flow.isAnswered() ? establishedSeconds : openingSeconds;
    }
}

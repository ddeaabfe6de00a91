package io.turnpike.flow;

/**
 * What identifies a batch and its interval.
 *
 * @param exportingProcessId the node's name, 1 to 64 of {@code a-z 0-9 . -}
 * @param bootEpoch identifies the process that wrote the batch; larger for each later process of the node
 * @param sequence without holes from 0 per node and boot
 * @param countersEpoch identifies the set of kernel counters; cumulative cells compare only within one
 * @param intervalEndMillis UTC, exclusive; intervals are contiguous from batch to batch of a node
 * @param registryVersion the registry's version that the packet path had applied when the interval ended
 */
public record BatchHeader(
        String exportingProcessId,
        long bootEpoch,
        long sequence,
        long countersEpoch,
        long intervalStartMillis,
        long intervalEndMillis,
        long registryVersion) {
    /** How the names of captures begin that were fed instead of a node: they are of any time, and no node. */
    public static final String CAPTURE = "capture.";

    public BatchHeader {
        if (!exportingProcessId.matches("[a-z0-9.-]{1,64}")) {
            throw new IllegalArgumentException("not a node name: '" + exportingProcessId + "'");
        }
        if (sequence < 0 || intervalEndMillis < intervalStartMillis || intervalStartMillis < 0) {
            throw new IllegalArgumentException("sequence " + sequence + " or interval " + intervalStartMillis + ".."
                    + intervalEndMillis + " runs backwards");
        }
    }

    /** Whether an exporting process of this name is a capture. */
    public static boolean isCapture(String exportingProcessId) {
        return exportingProcessId.startsWith(CAPTURE);
    }
}

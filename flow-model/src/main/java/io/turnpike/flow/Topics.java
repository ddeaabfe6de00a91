package io.turnpike.flow;

/** Names of the Kafka topics that the parts meet on. */
public final class Topics {
    /** Flow batches, keyed by node: see {@link FlowBatchCodec}. */
    public static final String FLOWS = "flows";

    /** Batches that could not be read, as they came, with the reason in the header {@link #REASON_HEADER}. */
    public static final String FLOWS_DEAD_LETTER = "flows-dead-letter";

    /** Registry values, keyed by resource id, compacted, one partition: see {@link ResourceCodec}. */
    public static final String RESOURCES = "resources";

    /** Record header of a dead letter: why it could not be read, in UTF-8. */
    public static final String REASON_HEADER = "reason";

    /** What the nodes' cells say, once a second, keyed by node: see {@link LiveUsageCodec}. Nothing is billed from it. */
    public static final String USAGE = "usage";

    /** Limits in force, keyed by resource id, compacted, one partition: see {@link LimitCodec}. */
    public static final String LIMITS = "limits";

    /**
     * Which private keys the key servers hold, compacted, one partition. Key: SHA-256 of the SubjectPublicKeyInfo in
     * lower-case hex, a slash, the key server's name. Value: the name in UTF-8; none once the key is gone.
     */
    public static final String KEYS = "keys";

    private Topics() {}
}

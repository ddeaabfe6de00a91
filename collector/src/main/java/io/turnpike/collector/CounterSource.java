package io.turnpike.collector;

import io.turnpike.flow.FlowBatch;
import java.util.List;

/** The node's counters, as the collector sees them. Called from one thread. */
public interface CounterSource {
    /** Identifies the set of kernel counters: survives the process, not the machine. */
    long countersEpoch();

    /** UTC; the end of the interval that was committed last, over all processes of this node. */
    long reportedUntilMillis();

    /** Reads what has moved since the baseline. Changes nothing that a second call would not see again. */
    Reading read();

    /**
     * Moves the baseline to the reading, which is on disk now, and gives back the slots of sessions that it ended.
     *
     * @param intervalEndMillis UTC
     */
    void commit(Reading reading, long intervalEndMillis);

    /**
     * After a crash: moves the baseline to what these batches of an earlier process, found on disk, already reported.
     * Called before the first read; the same batch may come any number of times.
     */
    void recover(List<FlowBatch> spooled);
}

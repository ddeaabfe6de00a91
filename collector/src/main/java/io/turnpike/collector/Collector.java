package io.turnpike.collector;

import io.turnpike.flow.BatchHeader;
import io.turnpike.flow.FlowBatch;
import io.turnpike.flow.FlowBatchCodec;
import io.turnpike.flow.FlowRecord;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * Turns readings into numbered batches on disk. The order is what makes it exact: read, number, write and force to
 * disk, then move the baseline, then offer to the broker. A crash between any two steps re-reads or re-offers, and
 * never counts twice.
 */
public final class Collector {
    /** Records of one batch; a longer interval becomes several batches. */
    static final int RECORDS_PER_BATCH = 8192;

    private final String node;
    private final long bootEpoch;
    private final CounterSource source;
    private final Spool spool;
    private long sequence;

    public Collector(String node, long bootEpoch, CounterSource source, Spool spool) {
        this.node = node;
        this.bootEpoch = bootEpoch;
        this.source = source;
        this.spool = spool;
    }

    /** Takes up where an earlier process of this node stopped. Call once, before the first interval. */
    public void recover() throws IOException {
        source.recover(spool.decodePending());
        spool.release();
    }

    /**
     * Reports all that happened up to now as the interval that ends at {@code intervalEndMillis}.
     *
     * @throws IOException if it could not be written; then nothing was moved, and the next call covers this interval too
     */
    public void endInterval(long intervalEndMillis) throws IOException {
        end(intervalEndMillis, false);
    }

    /** The same for the last time: the process stops in order, or nothing is counted on these counters any more. */
    public void endLastInterval(long intervalEndMillis) throws IOException {
        end(intervalEndMillis, true);
    }

    private void end(long intervalEndMillis, boolean last) throws IOException {
        long start = source.reportedUntilMillis();
        long end = Math.max(start, intervalEndMillis);
        Reading reading = source.read();
        List<FlowBatch> batches = batches(reading, start, end, last);
        append(batches);
        sequence += batches.size();
        source.commit(reading, end);
        spool.release();
    }

    /** The cells go with the last batch of the interval, when all that they are compared with has been told. */
    private List<FlowBatch> batches(Reading reading, long start, long end, boolean last) {
        List<FlowBatch> batches = new ArrayList<>();
        Accounts accounts = reading.totals() == null ? null : new Accounts(reading.totals());
        List<List<FlowRecord>> parts = parts(reading.records());
        for (List<FlowRecord> part : parts) {
            boolean endsInterval = batches.size() == parts.size() - 1;
            BatchHeader header = new BatchHeader(
                    node,
                    bootEpoch,
                    sequence + batches.size(),
                    source.countersEpoch(),
                    start,
                    end,
                    reading.registryVersion());
            batches.add(new FlowBatch(
                    header,
                    accounts == null ? null : accounts.next(part, endsInterval),
                    last && endsInterval,
                    endsInterval ? reading.interfaceCells() : List.of(),
                    endsInterval ? reading.resourceCells() : List.of(),
                    part));
        }
        return batches;
    }

    /** All batches or none: a reading is committed as a whole, so a part of it must not stay behind. */
    private void append(List<FlowBatch> batches) throws IOException {
        List<Path> written = new ArrayList<>();
        try {
            for (FlowBatch batch : batches) {
                written.add(spool.append(batch.header(), FlowBatchCodec.encode(batch)));
            }
        } catch (IOException e) {
            for (Path path : written) {
                spool.remove(path);
            }
            throw e;
        }
    }

    private static List<List<FlowRecord>> parts(List<FlowRecord> records) {
        List<List<FlowRecord>> parts = new ArrayList<>();
        for (int from = 0; from < records.size(); from += RECORDS_PER_BATCH) {
            parts.add(records.subList(from, Math.min(records.size(), from + RECORDS_PER_BATCH)));
        }
        return parts.isEmpty() ? List.of(List.of()) : parts;
    }
}

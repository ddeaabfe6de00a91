package io.turnpike.metering.sink;

import java.util.Collection;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.apache.flink.api.connector.sink2.Committer;
import org.apache.flink.api.connector.sink2.CommitterInitContext;
import org.apache.flink.api.connector.sink2.Sink;
import org.apache.flink.api.connector.sink2.SinkWriter;
import org.apache.flink.api.connector.sink2.SupportsCommitter;
import org.apache.flink.api.connector.sink2.WriterInitContext;
import org.apache.flink.core.io.SimpleVersionedSerializer;

/** The sink of the job with a ledger in this process in place of the store. */
public final class LedgerSink implements Sink<EncodedRow>, SupportsCommitter<RowBlock> {
    private static final long serialVersionUID = 1L;
    private static final Map<String, Ledger> LEDGERS = new ConcurrentHashMap<>();

    private final String name;

    /** Sinks of one name, and their copies in the job, write to one ledger. */
    public LedgerSink(String name) {
        this.name = name;
    }

    public Ledger ledger() {
        return LEDGERS.computeIfAbsent(name, absent -> new Ledger());
    }

    @Override
    public SinkWriter<EncodedRow> createWriter(WriterInitContext context) {
        return new RowBlockWriter();
    }

    @Override
    public Committer<RowBlock> createCommitter(CommitterInitContext context) {
        return new LedgerCommitter(ledger());
    }

    @Override
    public SimpleVersionedSerializer<RowBlock> getCommittableSerializer() {
        return new RowBlockSerializer();
    }

    private record LedgerCommitter(Ledger ledger) implements Committer<RowBlock> {
        @Override
        public void commit(Collection<CommitRequest<RowBlock>> requests) {
            requests.forEach(request -> ledger.add(request.getCommittable()));
        }

        @Override
        public void close() {}
    }
}

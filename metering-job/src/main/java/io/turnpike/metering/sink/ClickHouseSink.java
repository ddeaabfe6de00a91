package io.turnpike.metering.sink;

import java.time.Duration;
import org.apache.flink.api.connector.sink2.Committer;
import org.apache.flink.api.connector.sink2.CommitterInitContext;
import org.apache.flink.api.connector.sink2.Sink;
import org.apache.flink.api.connector.sink2.SinkWriter;
import org.apache.flink.api.connector.sink2.SupportsCommitter;
import org.apache.flink.api.connector.sink2.WriterInitContext;
import org.apache.flink.core.io.SimpleVersionedSerializer;

/** Two phases: blocks become part of a checkpoint, and are inserted when it is complete. */
public final class ClickHouseSink implements Sink<EncodedRow>, SupportsCommitter<RowBlock> {
    private static final long serialVersionUID = 1L;
    private static final Duration FIRST_PAUSE = Duration.ofMillis(200);

    private final ClickHouse clickHouse;

    public ClickHouseSink(ClickHouse clickHouse) {
        this.clickHouse = clickHouse;
    }

    @Override
    public SinkWriter<EncodedRow> createWriter(WriterInitContext context) {
        return new RowBlockWriter();
    }

    @Override
    public Committer<RowBlock> createCommitter(CommitterInitContext context) {
        return new RowBlockCommitter(clickHouse.connect(), FIRST_PAUSE);
    }

    @Override
    public SimpleVersionedSerializer<RowBlock> getCommittableSerializer() {
        return new RowBlockSerializer();
    }
}

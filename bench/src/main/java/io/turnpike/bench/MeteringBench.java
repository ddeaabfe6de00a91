package io.turnpike.bench;

import io.turnpike.flow.BatchHeader;
import io.turnpike.flow.FlowBatch;
import io.turnpike.flow.FlowBatchCodec;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.apache.kafka.common.compress.Compression;
import org.apache.kafka.common.record.CompressionType;
import org.apache.kafka.common.record.RecordBatch;
import org.apache.kafka.common.utils.ByteBufferOutputStream;

/** {@code bench metering}: what can be said of the wire format so far. */
final class MeteringBench {
    private static final int FLOWS = 4_000;
    private static final int RUNS = 5;
    private static final List<String> LATER = List.of(
            "flows_per_second_2k",
            "flows_per_second_20k",
            "cpu_ns_per_flow_2k",
            "cpu_ns_per_flow_20k",
            "vs_plain_2k",
            "vs_plain_20k",
            "registry_bytes_100k");

    private MeteringBench() {}

    static List<Figure> run() throws IOException {
        List<Figure> figures = new ArrayList<>();
        figures.add(octetsPerFlow());
        for (String metric : LATER) {
            figures.add(new Figure(
                    "metering", metric, null, "", null, null, 0, null, null, "there is no harness for it yet"));
        }
        return figures;
    }

    private static Figure octetsPerFlow() throws IOException {
        List<Double> values = new ArrayList<>();
        for (int seed = 0; seed < RUNS; seed++) {
            long end = 1_700_000_000_000L;
            FlowBatch batch = new FlowBatch(
                    new BatchHeader("director1", 1, seed, 1, end - 10_000, end, 1),
                    List.of(),
                    List.of(),
                    new FlowGenerator(seed, 2_000).flows(FLOWS, end));
            values.add((double) lz4(FlowBatchCodec.encode(batch)) / FLOWS);
        }
        Collections.sort(values);
        return new Figure(
                "metering",
                "bytes_per_flow",
                values.get(RUNS / 2),
                "B",
                null,
                null,
                RUNS,
                values.getFirst(),
                values.getLast(),
                null);
    }

    /** As Kafka's producer compresses it. */
    private static int lz4(byte[] bytes) throws IOException {
        ByteBufferOutputStream out = new ByteBufferOutputStream(ByteBuffer.allocate(bytes.length + 1024));
        try (var stream =
                Compression.of(CompressionType.LZ4).build().wrapForOutput(out, RecordBatch.CURRENT_MAGIC_VALUE)) {
            stream.write(bytes);
        }
        return out.position();
    }
}

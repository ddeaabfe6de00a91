package io.turnpike.metering.job;

import static org.assertj.core.api.Assertions.assertThat;

import io.turnpike.metering.operators.Batches;
import io.turnpike.metering.operators.DeadLetter;
import io.turnpike.metering.registry.FixedFeed;
import io.turnpike.metering.sink.ClickHouse;
import io.turnpike.metering.sink.LedgerSink;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.apache.flink.api.common.typeinfo.PrimitiveArrayTypeInfo;
import org.apache.flink.api.connector.source.util.ratelimit.RateLimiterStrategy;
import org.apache.flink.configuration.Configuration;
import org.apache.flink.connector.datagen.source.DataGeneratorSource;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;
import org.apache.flink.streaming.api.functions.sink.v2.DiscardingSink;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The job's graph on a real, small cluster, with an ending input and a ledger in place of the store. */
class PipelineIT {
    private static final long BATCHES = 1_500;

    @TempDir
    private Path directory;

    @ParameterizedTest
    @CsvSource({"smooth,-1", "failing,900"})
    void shouldKeepTheLedgerExact(String name, long failAt) throws Exception {
        LedgerSink sink = new LedgerSink(name);
        run(sink, new FailingBatches(name, failAt));
        assertThat(FailingBatches.hasFailed(name)).isEqualTo(failAt >= 0);
        assertThat(new TreeMap<>(sink.ledger().octets())).isEqualTo(new TreeMap<>(expected()));
    }

    private void run(LedgerSink sink, FailingBatches batches) throws Exception {
        StreamExecutionEnvironment env = StreamExecutionEnvironment.getExecutionEnvironment(configuration());
        DataGeneratorSource<byte[]> source = new DataGeneratorSource<>(
                batches,
                BATCHES,
                RateLimiterStrategy.perSecond(500),
                PrimitiveArrayTypeInfo.BYTE_PRIMITIVE_ARRAY_TYPE_INFO);
        new Pipeline(
                        source,
                        FixedFeed.ofWorld(),
                        Duration.ofMinutes(2),
                        Duration.ofMinutes(2),
                        sink,
                        new DiscardingSink<DeadLetter>())
                .define(env);
        env.execute("pipeline-it");
    }

    private Configuration configuration() {
        ClickHouse nowhere = new ClickHouse("http://127.0.0.1:1", "turnpike", "", "", "");
        Settings settings = new Settings(
                "127.0.0.1:1",
                nowhere,
                directory.toUri(),
                Duration.ofMillis(200),
                Duration.ofMinutes(2),
                Duration.ofMinutes(2),
                0);
        return JobConfiguration.embedded(settings, directory.resolve("scratch"));
    }

    private static Map<String, Long> expected() {
        Set<Long> seen = new HashSet<>();
        Map<String, Long> octets = new HashMap<>();
        for (long index = 0; index < BATCHES; index++) {
            long number = index % 10 == 7 ? index - 1 : index;
            if (index % 100 == 50 || !seen.add(number)) {
                continue;
            }
            long start = Batches.BEGIN + number / 2 * Batches.INTERVAL;
            String minute = Long.toString(start / 60_000 * 60);
            octets.merge(minute + " slb-web OUT R1", FailingBatches.OCTETS, Long::sum);
            octets.merge(minute + " ecs11 OUT R7", FailingBatches.OCTETS, Long::sum);
        }
        return octets;
    }
}

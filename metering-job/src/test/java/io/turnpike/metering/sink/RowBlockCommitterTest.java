package io.turnpike.metering.sink;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicInteger;
import org.apache.flink.api.connector.sink2.Committer.CommitRequest;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Against a server that refuses as often as it is told to. */
class RowBlockCommitterTest {
    private record Insert(String query, String body) {}

    private final Queue<Insert> inserts = new ConcurrentLinkedQueue<>();
    private final AtomicInteger refusals = new AtomicInteger();
    private HttpServer server;
    private RowBlockCommitter committer;

    @BeforeEach
    void start() throws IOException {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext("/", this::answer);
        server.start();
        ClickHouse clickHouse =
                new ClickHouse("http://127.0.0.1:" + server.getAddress().getPort(), "turnpike", "user", "password", "");
        committer = new RowBlockCommitter(clickHouse.connect(), Duration.ofMillis(1));
    }

    @AfterEach
    void stop() {
        committer.close();
        server.stop(0);
    }

    private void answer(HttpExchange exchange) throws IOException {
        byte[] body = exchange.getRequestBody().readAllBytes();
        boolean refused = refusals.getAndUpdate(left -> Math.max(0, left - 1)) > 0;
        if (!refused) {
            inserts.add(new Insert(exchange.getRequestURI().getQuery(), new String(body, StandardCharsets.UTF_8)));
        }
        exchange.sendResponseHeaders(refused ? 503 : 200, -1);
        exchange.close();
    }

    @Test
    void shouldInsertUnderTheNameOfTheContent() throws Exception {
        RowBlock block = RowBlock.of(Table.PROGRESS, "rows".getBytes(StandardCharsets.UTF_8));
        committer.commit(List.of(request(block)));
        Insert insert = inserts.remove();
        assertThat(insert.body()).endsWith("rows");
        assertThat(insert.query())
                .contains("insert_deduplication_token=" + block.token())
                .contains("async_insert=0");
        assertThat(insert.query() + insert.body()).contains("progress").contains("RowBinary");
    }

    @Test
    void shouldTryAgainUntilTheStoreIsBack() throws Exception {
        refusals.set(5);
        committer.commit(List.of(request(RowBlock.of(Table.CELLS, new byte[] {1}))));
        assertThat(inserts).hasSize(1);
        assertThat(refusals).hasValue(0);
    }

    @Test
    void shouldGiveWayToACancellation() throws Exception {
        refusals.set(Integer.MAX_VALUE);
        Thread commit = Thread.ofPlatform().start(() -> {
            try {
                committer.commit(List.of(request(RowBlock.of(Table.CELLS, new byte[] {1}))));
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        });
        await().until(() -> refusals.get() < Integer.MAX_VALUE - 2);
        commit.interrupt();
        assertThat(commit.join(Duration.ofSeconds(20))).isTrue();
        assertThat(inserts).isEmpty();
    }

    private static CommitRequest<RowBlock> request(RowBlock block) {
        return new CommitRequest<>() {
            @Override
            public RowBlock getCommittable() {
                return block;
            }

            @Override
            public int getNumberOfRetries() {
                return 0;
            }

            @Override
            public void signalFailedWithKnownReason(Throwable t) {
                throw new AssertionError(t);
            }

            @Override
            public void signalFailedWithUnknownReason(Throwable t) {
                throw new AssertionError(t);
            }

            @Override
            public void retryLater() {
                throw new AssertionError("the committer retries by itself");
            }

            @Override
            public void updateAndRetryLater(RowBlock committable) {
                throw new AssertionError("the committer retries by itself");
            }

            @Override
            public void signalAlreadyCommitted() {}
        };
    }
}

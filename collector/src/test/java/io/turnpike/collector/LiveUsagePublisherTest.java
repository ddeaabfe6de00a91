package io.turnpike.collector;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.turnpike.flow.LiveUsage;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.NullMarked;
import org.junit.jupiter.api.Test;

/** With brokers that are not there, or not well. */
@NullMarked
class LiveUsagePublisherTest {
    private final AtomicLong readings = new AtomicLong();

    @Test
    void shouldCountWhatABrokerThatIsAwayDidNotTakeAndKeepNothingForIt() throws IOException {
        int closed;
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            closed = socket.getLocalPort();
        }
        assertKeepsAtMostOne(closed);
    }

    @Test
    void shouldNotWaitForABrokerThatNeverAnswers() throws IOException {
        try (ServerSocket silent = new ServerSocket(0, 16, InetAddress.getLoopbackAddress())) {
            assertKeepsAtMostOne(silent.getLocalPort());
        }
    }

    @Test
    void shouldGoOnAfterAReadingFailed() {
        LiveUsageSource failing = () -> {
            readings.incrementAndGet();
            throw new IllegalStateException("no cells");
        };
        try (LiveUsagePublisher publisher =
                new LiveUsagePublisher("n1", "127.0.0.1:1", failing, IntervalClock.system())) {
            publisher.start();
            await().atMost(Duration.ofMinutes(1)).until(() -> publisher.failures() >= 2);
        }
    }

    private void assertKeepsAtMostOne(int port) {
        try (LiveUsagePublisher publisher =
                new LiveUsagePublisher("n1", "127.0.0.1:" + port, this::read, IntervalClock.system())) {
            publisher.start();
            await().atMost(Duration.ofMinutes(1)).until(() -> publisher.failures() >= 3);
            long failures = publisher.failures();
            assertThat(readings.get() - failures).as("values not given up yet").isLessThanOrEqualTo(2);
            assertThat(publisher.published()).isZero();
        }
    }

    private LiveUsage read() {
        return new LiveUsage("n1", 1, readings.incrementAndGet(), 0, List.of());
    }
}

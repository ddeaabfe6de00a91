package io.turnpike.billing.outbox;

import io.micrometer.core.instrument.MeterRegistry;
import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.runtime.StartupEvent;
import io.turnpike.flow.Topics;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.jboss.logging.Logger;

/**
 * The thread that empties the outbox. It waits to be woken, and looks again from time to time besides, so that what an
 * earlier process left behind goes out too. While Kafka is away the rows wait; nothing else waits for it.
 */
@ApplicationScoped
public class OutboxPublisher {
    private static final Logger LOG = Logger.getLogger(OutboxPublisher.class);
    private static final int LOOK_AGAIN_SECONDS = 2;
    private static final int STOP_MILLIS = 10_000;

    private final Outbox outbox;
    private final String bootstrap;
    private final Semaphore wakeUps = new Semaphore(0);
    private final AtomicLong pending;
    private final Thread thread =
            Thread.ofPlatform().name("outbox-publisher").daemon().unstarted(this::run);
    private volatile boolean stopping;

    OutboxPublisher(
            Outbox outbox, MeterRegistry meters, @ConfigProperty(name = "turnpike.kafka.bootstrap") String bootstrap) {
        this.outbox = outbox;
        this.bootstrap = bootstrap;
        this.pending = meters.gauge("turnpike.outbox.pending", new AtomicLong());
    }

    void start(@Observes StartupEvent event) {
        thread.start();
    }

    void stop(@Observes ShutdownEvent event) throws InterruptedException {
        stopping = true;
        wake();
        thread.join(STOP_MILLIS);
    }

    /** Says that there may be something to publish. */
    public void wake() {
        wakeUps.release();
    }

    private void run() {
        boolean failed = false;
        while (!stopping) {
            try {
                publishWhileConnected();
                failed = false;
            } catch (RuntimeException e) {
                // Whatever it is, the thread goes on; and it is said once for each outage, not every few seconds.
                if (!failed) {
                    LOG.warnf("The outbox waits, %d rows in it: %s", pending.get(), e.getMessage());
                }
                failed = true;
                await();
            }
        }
    }

    private void publishWhileConnected() {
        pending.set(outbox.pending());
        if (pending.get() == 0) {
            await();
            return;
        }
        // After any failure a new producer starts over at the first row that is not marked; see TopicWriter.
        try (TopicWriter topic = new TopicWriter(bootstrap, Topics.RESOURCES)) {
            while (!stopping) {
                wakeUps.drainPermits();
                outbox.publish(topic);
                pending.set(outbox.pending());
                if (pending.get() == 0) {
                    await();
                }
            }
        }
    }

    private void await() {
        try {
            if (wakeUps.tryAcquire(LOOK_AGAIN_SECONDS, TimeUnit.SECONDS)) {
                wakeUps.drainPermits();
            }
        } catch (InterruptedException e) {
            stopping = true;
            Thread.currentThread().interrupt();
        }
    }
}

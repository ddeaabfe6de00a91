package io.turnpike.billing.limitloop;

import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.runtime.StartupEvent;
import io.turnpike.billing.outbox.TopicWriter;
import io.turnpike.flow.Topics;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.jboss.logging.Logger;

/** The thread that brings limits to the nodes. While Kafka is away they wait; nothing else waits for it. */
@ApplicationScoped
class LimitPublisher {
    private static final Logger LOG = Logger.getLogger(LimitPublisher.class);
    private static final int LOOK_AGAIN_SECONDS = 2;
    private static final long COMPARE_AGAIN_NANOS = TimeUnit.SECONDS.toNanos(30);
    private static final int STOP_MILLIS = 10_000;

    private final LimitOutbox outbox;
    private final String bootstrap;
    private final Semaphore wakeUps = new Semaphore(0);
    private final Thread thread =
            Thread.ofPlatform().name("limit-publisher").daemon().unstarted(this::run);
    private volatile boolean stopping;

    LimitPublisher(LimitOutbox outbox, @ConfigProperty(name = "turnpike.kafka.bootstrap") String bootstrap) {
        this.outbox = outbox;
        this.bootstrap = bootstrap;
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
    void wake() {
        wakeUps.release();
    }

    private void run() {
        boolean failed = false;
        while (!stopping) {
            try {
                publishWhileConnected();
                failed = false;
            } catch (RuntimeException e) {
                if (!failed) {
                    LOG.warnf("Limits wait to be published: %s", e.getMessage());
                }
                failed = true;
                await();
            }
        }
    }

    private void publishWhileConnected() {
        if (outbox.isEmpty()) {
            await();
            return;
        }
        // A new producer starts over after any failure, and from time to time: the topic may be another by now.
        long openedAtNanos = System.nanoTime();
        try (TopicWriter topic = new TopicWriter(bootstrap, Topics.LIMITS)) {
            outbox.compare(LimitTopic.versions(bootstrap));
            while (!stopping && System.nanoTime() - openedAtNanos < COMPARE_AGAIN_NANOS) {
                wakeUps.drainPermits();
                if (!outbox.publish(topic)) {
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

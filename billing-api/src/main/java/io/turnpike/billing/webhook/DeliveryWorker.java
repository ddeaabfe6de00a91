package io.turnpike.billing.webhook;

import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.runtime.StartupEvent;
import io.vertx.core.Vertx;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.time.InstantSource;
import java.util.List;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.jboss.logging.Logger;

/** Sends what is due, several messages at a time, each on a thread of its own. */
@ApplicationScoped
public class DeliveryWorker {
    private static final Logger LOG = Logger.getLogger(DeliveryWorker.class);
    private static final int AT_A_TIME = 32;
    private static final int LOOK_AGAIN_MILLIS = 1_000;
    private static final int STOP_MILLIS = 5_000;

    private final Deliveries deliveries;
    private final Sender sender;
    private final Semaphore free = new Semaphore(AT_A_TIME);
    private final Semaphore wakeUps = new Semaphore(0);
    private final Thread thread =
            Thread.ofPlatform().name("webhook-deliveries").daemon().unstarted(this::run);
    private volatile boolean stopping;

    DeliveryWorker(
            Deliveries deliveries,
            Vertx vertx,
            InstantSource clock,
            @ConfigProperty(name = "turnpike.webhook.allow.private") boolean allowPrivate) {
        this.deliveries = deliveries;
        this.sender = new Sender(vertx, new TargetRules(allowPrivate), clock);
    }

    void start(@Observes StartupEvent event) {
        thread.start();
    }

    void stop(@Observes ShutdownEvent event) throws InterruptedException {
        stopping = true;
        wake();
        thread.join(STOP_MILLIS);
        // What is on its way is given the time to be recorded, or it would be sent once more.
        if (!free.tryAcquire(AT_A_TIME, STOP_MILLIS, TimeUnit.MILLISECONDS)) {
            LOG.info("Some messages to webhooks were cut short; they will be sent again");
        }
        sender.close();
    }

    /** Says that there may be something to send. */
    public void wake() {
        wakeUps.release();
    }

    private void run() {
        boolean failed = false;
        while (!stopping) {
            try {
                wakeUps.drainPermits();
                boolean more = sendDue();
                failed = false;
                if (!more) {
                    await();
                }
            } catch (RuntimeException e) {
                if (!failed) {
                    LOG.warnf("Messages to webhooks wait: %s", e.getMessage());
                }
                failed = true;
                await();
            }
        }
    }

    private boolean sendDue() {
        int room = free.availablePermits();
        List<Message> due = room == 0 ? List.of() : deliveries.take(room);
        for (Message message : due) {
            free.acquireUninterruptibly();
            Thread.ofVirtual().name("webhook").start(() -> deliver(message));
        }
        return !due.isEmpty();
    }

    private void deliver(Message message) {
        try {
            deliveries.record(message, sender.send(message));
        } catch (RuntimeException e) {
            // It stays as it was taken, and will be taken again when that is long ago.
            LOG.warnf("The outcome of message %s was not kept: %s", message.eventId(), e.getMessage());
        } finally {
            free.release();
            wake();
        }
    }

    private void await() {
        try {
            if (wakeUps.tryAcquire(LOOK_AGAIN_MILLIS, TimeUnit.MILLISECONDS)) {
                wakeUps.drainPermits();
            }
        } catch (InterruptedException e) {
            stopping = true;
            Thread.currentThread().interrupt();
        }
    }
}

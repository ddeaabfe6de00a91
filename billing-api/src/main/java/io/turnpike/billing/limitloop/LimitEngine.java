package io.turnpike.billing.limitloop;

import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.runtime.StartupEvent;
import io.turnpike.billing.limits.LimitLoop;
import io.turnpike.billing.webhook.DeliveryWorker;
import io.turnpike.flow.LiveUsage;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.time.InstantSource;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.jboss.logging.Logger;

/**
 * The thread that runs the loop. Whatever fails, it starts over from what was kept, so that there is one way in which
 * work begins. Of several processes one works; the others look whether it still does.
 */
@ApplicationScoped
public class LimitEngine {
    private static final Logger LOG = Logger.getLogger(LimitEngine.class);
    private static final long KEEP_EVERY_NANOS = TimeUnit.SECONDS.toNanos(1);
    private static final long LOOK_AT_REGISTRY_NANOS = TimeUnit.MILLISECONDS.toNanos(300);
    private static final int AFTER_FAILURE_SECONDS = 1;
    private static final int STAND_BY_SECONDS = 3;
    private static final int STOP_MILLIS = 10_000;

    private final LoopStore store;
    private final CatalogueReader catalogues;
    private final LimitPublisher publisher;
    private final DeliveryWorker deliveries;
    private final InstantSource clock;
    private final String bootstrap;
    private final CountDownLatch stop = new CountDownLatch(1);
    private final Thread thread =
            Thread.ofPlatform().name("limit-engine").daemon().unstarted(this::run);

    LimitEngine(
            LoopStore store,
            CatalogueReader catalogues,
            LimitPublisher publisher,
            DeliveryWorker deliveries,
            InstantSource clock,
            @ConfigProperty(name = "turnpike.kafka.bootstrap") String bootstrap) {
        this.store = store;
        this.catalogues = catalogues;
        this.publisher = publisher;
        this.deliveries = deliveries;
        this.clock = clock;
        this.bootstrap = bootstrap;
    }

    void start(@Observes StartupEvent event) {
        thread.start();
    }

    void stop(@Observes ShutdownEvent event) throws InterruptedException {
        stop.countDown();
        thread.join(STOP_MILLIS);
    }

    private void run() {
        boolean failed = false;
        boolean stopping = false;
        while (!stopping) {
            try {
                work();
                stopping = true;
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                stopping = true;
            } catch (OvertakenException e) {
                LOG.infof("Standing by: %s", e.getMessage());
                stopping = standBy();
            } catch (RuntimeException e) {
                if (!failed) {
                    LOG.warn("The limit loop starts over from what it kept", e);
                }
                failed = true;
                stopping = isStopping(AFTER_FAILURE_SECONDS);
            }
        }
    }

    private void work() throws InterruptedException {
        Kept kept = store.load();
        try (UsageTopic usage = new UsageTopic(bootstrap, kept.offsets())) {
            LimitLoop loop = new LimitLoop(kept.snapshot());
            new Turns(loop, usage, kept.generation()).run();
        }
    }

    /** From one start of the loop to its end. */
    private final class Turns {
        private final LimitLoop loop;
        private final UsageTopic usage;
        private long generation;
        private String registryVersion = "";
        private long lookedAtNanos;
        private long keptAtNanos = System.nanoTime();
        private boolean dirty;

        Turns(LimitLoop loop, UsageTopic usage, long generation) {
            this.loop = loop;
            this.usage = usage;
            this.generation = generation;
        }

        void run() throws InterruptedException {
            lookAtRegistry();
            while (stop.getCount() > 0) {
                for (LiveUsage report : usage.poll()) {
                    loop.take(report, clock.instant());
                    dirty = true;
                }
                if (System.nanoTime() - lookedAtNanos > LOOK_AT_REGISTRY_NANOS) {
                    lookAtRegistry();
                }
                loop.decide(clock.instant());
                keepIfDue();
            }
        }

        private void lookAtRegistry() {
            String version = catalogues.version();
            if (!version.equals(registryVersion)) {
                loop.know(catalogues.read());
                registryVersion = version;
            }
            lookedAtNanos = System.nanoTime();
        }

        /** Counts once a second at most; what was decided at once. */
        private void keepIfDue() {
            boolean decided = !loop.changes().isEmpty();
            if (decided || (dirty && System.nanoTime() - keptAtNanos >= KEEP_EVERY_NANOS)) {
                store.keep(generation, loop, usage.offsets());
                generation++;
                loop.kept();
                dirty = false;
                keptAtNanos = System.nanoTime();
            }
            if (decided) {
                publisher.wake();
                deliveries.wake();
            }
        }
    }

    /** Until nobody has written for a while. */
    private boolean standBy() {
        try {
            long before = -1;
            long generation = store.generation();
            while (generation != before) {
                before = generation;
                if (isStopping(STAND_BY_SECONDS)) {
                    return true;
                }
                generation = store.generation();
            }
            return false;
        } catch (RuntimeException e) {
            LOG.debug("The database is away", e);
            return isStopping(AFTER_FAILURE_SECONDS);
        }
    }

    private boolean isStopping(int withinSeconds) {
        try {
            return stop.await(withinSeconds, TimeUnit.SECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return true;
        }
    }
}

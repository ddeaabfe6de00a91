package io.turnpike.billing.live;

import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.runtime.StartupEvent;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import org.apache.kafka.common.errors.InterruptException;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.jboss.logging.Logger;

/** Follows what the nodes publish each second. While Kafka is away there is nothing live; nothing else waits for it. */
@ApplicationScoped
public class LiveFeed {
    /** A ring is 14 KB, so all of them together stay below 30 MB. */
    private static final int MOST_RINGS = 2_000;

    /** A node reports a second after the fact at worst; then Kafka and we need a moment. */
    private static final int LAG_SECONDS = 3;

    private static final Duration SILENCE = Duration.ofSeconds(10);
    private static final long TRY_AGAIN_MILLIS = 2_000;
    private static final Logger LOG = Logger.getLogger(LiveFeed.class);

    private final LiveTable table = new LiveTable(MOST_RINGS);
    private final InstantSource clock;
    private final String bootstrap;
    private final Thread thread = Thread.ofPlatform().name("live-feed").daemon().unstarted(this::run);
    private volatile boolean stopping;

    LiveFeed(InstantSource clock, @ConfigProperty(name = "turnpike.kafka.bootstrap") String bootstrap) {
        this.clock = clock;
        this.bootstrap = bootstrap;
    }

    void start(@Observes StartupEvent event) {
        thread.start();
    }

    void stop(@Observes ShutdownEvent event) {
        stopping = true;
        thread.interrupt();
    }

    /** The newest seconds that are complete, oldest first. */
    public List<Second> newest(Face face, int count) {
        return table.seconds(face, clock.instant().getEpochSecond() - LAG_SECONDS, Math.min(count, Ring.SECONDS));
    }

    /** Whether any node has reported lately; if not, the figures are zeros that nobody measured. */
    public boolean isFed() {
        return table.newestReportMillis() > clock.millis() - SILENCE.toMillis();
    }

    private void run() {
        boolean failed = false;
        while (!stopping) {
            try (UsageTopic topic = new UsageTopic(bootstrap)) {
                topic.seek(clock.instant().minusSeconds(Ring.SECONDS));
                failed = false;
                while (!stopping) {
                    topic.poll().forEach(table::accept);
                }
            } catch (InterruptException e) {
                stopping = true;
            } catch (RuntimeException e) {
                if (!failed) {
                    LOG.warnf("There are no live figures: %s", e.getMessage());
                }
                failed = true;
                pause();
            }
        }
    }

    private void pause() {
        try {
            Thread.sleep(TRY_AGAIN_MILLIS);
        } catch (InterruptedException e) {
            stopping = true;
        }
    }
}

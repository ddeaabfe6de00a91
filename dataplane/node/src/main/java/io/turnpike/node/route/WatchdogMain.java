package io.turnpike.node.route;

import java.io.IOException;
import java.nio.file.Files;
import java.util.concurrent.locks.LockSupport;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Watches over a node from beside it: announces its routes while it is fit and not drained, withdraws them otherwise.
 * Packets flow without the control process, but nothing ages, reports or is configured then; so peers take over. What
 * it announced stays when the watchdog itself ends.
 */
public final class WatchdogMain {
    private static final Logger LOG = LoggerFactory.getLogger(WatchdogMain.class);
    private static final long NANOS_BETWEEN_LOOKS = 250_000_000;

    private final WatchdogConfig config;
    private final Bird bird;
    private final WatchdogStatus status;
    private String said = "";

    private WatchdogMain(WatchdogConfig config) throws IOException {
        this.config = config;
        this.bird = new Bird(config.birdSocket());
        this.status = new WatchdogStatus(config.healthPort());
    }

    public static void main(String[] args) throws IOException {
        WatchdogConfig config;
        try {
            config = WatchdogConfig.from(System.getenv());
        } catch (IllegalArgumentException e) {
            System.err.println("turnpike watchdog: " + e.getMessage());
            System.exit(2);
            return;
        }
        new WatchdogMain(config).watch();
    }

    /** Without BIRD there is nothing announced, and nothing to decide. */
    private void watch() {
        Announcement announcement = null;
        while (true) {
            try {
                if (announcement == null) {
                    announcement = new Announcement(bird.announces(), System.nanoTime());
                }
                follow(announcement.decide(
                        System.nanoTime(),
                        Heartbeat.read(config.heartbeatFile()).orElse(null),
                        Files.exists(config.drainFile())));
            } catch (IOException e) {
                say("", String.valueOf(e.getMessage()));
            }
            LockSupport.parkNanos(NANOS_BETWEEN_LOOKS);
        }
    }

    private void follow(Announcement.Decision decision) throws IOException {
        if (bird.announces() != decision.announced()) {
            bird.announce(decision.announced());
        }
        say(
                (decision.announced() ? "announced" : "withdrawn")
                        + (decision.why().isEmpty() ? "" : ": " + decision.why()),
                "");
    }

    private void say(String detail, String problem) {
        status.set(detail, problem);
        String now = detail + problem;
        if (!now.equals(said)) {
            LOG.info("{}", now);
            said = now;
        }
    }
}

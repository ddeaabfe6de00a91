package io.turnpike.standalone.supervise;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;

/**
 * Keeps one part running. All of its life happens on one thread: dependencies, start, readiness, watch, restart, stop;
 * others only ask it to stop, and look at its state.
 */
final class PartRunner {
    private static final Duration PROBE_WHILE_STARTING = Duration.ofMillis(100);
    private static final Duration PROBE_WHILE_UP = Duration.ofSeconds(2);
    private static final Duration LOOK_WHILE_STANDING_BY = Duration.ofMillis(250);
    private static final Duration READY_WITHIN = Duration.ofMinutes(2);
    private static final Duration STOPPED_WITHIN = Duration.ofSeconds(20);
    private static final int FIRST_ATTEMPTS = 4;
    private static final int LINES_SHOWN = 15;

    private final Part part;
    private final LogFile log;
    private final EventLog events;
    private final Runnable changed;
    private final Backoff backoff = new Backoff();
    private final CompletableFuture<Void> ready = new CompletableFuture<>();
    private final CompletableFuture<Void> stopRequested = new CompletableFuture<>();
    private final CompletableFuture<Void> ended = new CompletableFuture<>();
    private List<PartRunner> dependencies = List.of();
    private List<PartRunner> dependants = List.of();
    private volatile PartState state;

    PartRunner(Part part, LogFile log, EventLog events, Runnable changed) {
        this.part = part;
        this.log = log;
        this.events = events;
        this.changed = changed;
        this.state = PartState.waiting(part);
    }

    void connect(List<PartRunner> needed, List<PartRunner> needing) {
        this.dependencies = needed;
        this.dependants = needing;
    }

    Part part() {
        return part;
    }

    PartState state() {
        return state;
    }

    /** Completes when the part has been ready once; fails if it never will be. */
    CompletableFuture<Void> ready() {
        return ready;
    }

    CompletableFuture<Void> ended() {
        return ended;
    }

    void requestStop() {
        stopRequested.complete(null);
    }

    void run() {
        try {
            if (dependenciesAreReady()) {
                standBy(part.startWhen());
                keepRunning();
            }
        } catch (InterruptedException e) {
            events.say(part.name() + " is no longer watched: interrupted");
        } finally {
            ready.cancel(false);
            ended.complete(null);
        }
    }

    private boolean dependenciesAreReady() throws InterruptedException {
        var all = CompletableFuture.allOf(
                dependencies.stream().map(PartRunner::ready).toArray(CompletableFuture<?>[]::new));
        try {
            CompletableFuture.anyOf(all, stopRequested).get();
        } catch (ExecutionException e) {
            become(state.ended(Phase.STOPPED, "a part it needs does not start"));
            return false;
        }
        if (stopRequested.isDone()) {
            become(state.ended(Phase.STOPPED, ""));
            return false;
        }
        return true;
    }

    /** Nobody waits for a part that nobody wants yet. */
    private void standBy(@Nullable Path wanted) throws InterruptedException {
        if (wanted == null || Files.exists(wanted)) {
            return;
        }
        become(state.with(Phase.STANDBY, "starts when it is told to join"));
        ready.complete(null);
        boolean stopped = false;
        while (!stopped && !Files.exists(wanted)) {
            stopped = isDoneWithin(stopRequested, LOOK_WHILE_STANDING_BY);
        }
    }

    private void keepRunning() throws InterruptedException {
        for (int attempt = 1; !stopRequested.isDone(); attempt++) {
            long startedNanos = System.nanoTime();
            var why = runOnce();
            if (stopRequested.isDone()) {
                break;
            }
            if (!ready.isDone() && attempt == FIRST_ATTEMPTS) {
                giveUp(why);
                return;
            }
            restartLater(why, Duration.ofNanos(System.nanoTime() - startedNanos));
        }
        if (state.phase() != Phase.STOPPED) {
            become(state.ended(Phase.STOPPED, ""));
        }
        cleanUp();
    }

    /** One life of the process. Returns why it ended. */
    private String runOnce() throws InterruptedException {
        try {
            become(state.ended(Phase.STARTING, "preparing"));
            prepare();
            if (stopRequested.isDone()) {
                return "";
            }
            var child = ChildProcess.start(part, log);
            become(state.running(child.identity(), System.currentTimeMillis()));
            var why = live(child);
            child.killRest();
            return why;
        } catch (IOException e) {
            return String.valueOf(e.getMessage());
        }
    }

    /** Preparing may take minutes (a download), so a stop does not wait for it. */
    private void prepare() throws IOException, InterruptedException {
        var preparing = Thread.currentThread();
        var done = new CompletableFuture<Void>();
        var interrupter = stopRequested.thenRun(() -> {
            if (done.complete(null)) {
                preparing.interrupt();
            }
        });
        try {
            part.beforeStart().run();
        } catch (InterruptedException e) {
            if (!stopRequested.isDone()) {
                throw e;
            }
        } finally {
            if (!done.complete(null)) {
                interrupter.join();
                Thread.interrupted();
            }
        }
    }

    private String live(ChildProcess child) throws IOException, InterruptedException {
        long startedNanos = System.nanoTime();
        boolean wasUp = false;
        while (waitWhileAlive(child, wasUp ? PROBE_WHILE_UP : PROBE_WHILE_STARTING)) {
            var health = part.readiness().check();
            var age = Duration.ofNanos(System.nanoTime() - startedNanos);
            if (health.up() && !wasUp) {
                wasUp = true;
                events.say("%s is ready (%.1f s)".formatted(part.name(), age.toMillis() / 1000.0));
            }
            if (!wasUp && age.compareTo(READY_WITHIN) > 0) {
                child.stop(STOPPED_WITHIN);
                return "not ready after " + READY_WITHIN.toSeconds() + " s: " + health.detail();
            }
            seen(health, wasUp);
            log.bound();
        }
        if (child.isAlive()) {
            stop(child);
            return "";
        }
        return child.ending();
    }

    private void seen(Health health, boolean wasUp) {
        var phase = health.up() ? Phase.UP : wasUp ? Phase.UNHEALTHY : Phase.STARTING;
        become(state.with(phase, health.detail()));
        if (health.up()) {
            ready.complete(null);
        }
    }

    /** Returns false as soon as the process ended or a stop was asked for. */
    private boolean waitWhileAlive(ChildProcess child, Duration atMost) throws InterruptedException {
        return !isDoneWithin(CompletableFuture.anyOf(child.onExit(), stopRequested), atMost);
    }

    private static boolean isDoneWithin(CompletableFuture<?> future, Duration atMost) throws InterruptedException {
        try {
            future.get(atMost.toMillis(), TimeUnit.MILLISECONDS);
            return true;
        } catch (TimeoutException e) {
            return false;
        } catch (ExecutionException e) {
            throw new IllegalStateException("neither an exit nor a request to stop can fail", e);
        }
    }

    private void restartLater(String why, Duration life) throws InterruptedException {
        var pause = backoff.afterLifeOf(life);
        become(state.restarting("died: " + why));
        events.say("%s died (%s): restart %d in %.1f s"
                .formatted(part.name(), why, state.restarts(), pause.toMillis() / 1000.0));
        isDoneWithin(stopRequested, pause);
    }

    private void giveUp(String why) throws InterruptedException {
        become(state.ended(Phase.FAILED, why));
        events.say(part.name() + " does not start: " + why);
        ready.completeExceptionally(new PartFailedException(part.name(), why, log, lastLines()));
        cleanUp();
    }

    private List<String> lastLines() {
        try {
            return log.lastLines(LINES_SHOWN);
        } catch (IOException e) {
            return List.of("(" + e.getMessage() + ")");
        }
    }

    private void stop(ChildProcess child) throws IOException, InterruptedException {
        become(state.with(Phase.STOPPING, ""));
        CompletableFuture.allOf(dependants.stream().map(PartRunner::ended).toArray(CompletableFuture<?>[]::new))
                .join();
        boolean byItself = child.stop(STOPPED_WITHIN);
        events.say(part.name() + (byItself ? " stopped" : " had to be killed"));
        become(state.ended(Phase.STOPPED, ""));
    }

    private void cleanUp() throws InterruptedException {
        try {
            part.afterStop().run();
        } catch (IOException e) {
            events.say(part.name() + " was not cleaned up: " + e.getMessage());
        }
    }

    private void become(PartState now) {
        if (!now.equals(state)) {
            state = now;
            changed.run();
        }
    }
}

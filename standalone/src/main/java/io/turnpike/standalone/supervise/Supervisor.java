package io.turnpike.standalone.supervise;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;

/**
 * Starts parts, each as soon as what it needs is ready, and keeps them running until it is closed; then stops them in
 * the opposite order. Owns the lock of the data directory, which it gives up when it is closed.
 */
public final class Supervisor implements AutoCloseable {
    private final DataLock lock;
    private final StateFile file;
    private final Map<String, String> links;
    private final long startedMillis = System.currentTimeMillis();
    private final List<PartRunner> runners = new ArrayList<>();
    private volatile boolean ready;

    private Supervisor(DataLock lock, StateFile file, Map<String, String> links) {
        this.lock = lock;
        this.file = file;
        this.links = Map.copyOf(links);
    }

    /** Clears what a killed supervisor left behind, then starts the parts; returns before they are ready. */
    public static Supervisor start(
            DataLock lock, DataDirectory data, List<Part> parts, Map<String, String> links, EventLog events)
            throws IOException, InterruptedException {
        new Leftovers(data, parts, events::say).clear();
        Ports.load(data).requireFree();
        var supervisor = new Supervisor(lock, new StateFile(data), links);
        supervisor.addRunners(data, parts, events);
        supervisor.publish();
        supervisor.runners.forEach(runner ->
                Thread.ofPlatform().daemon().name(runner.part().name()).start(runner::run));
        return supervisor;
    }

    private void addRunners(DataDirectory data, List<Part> parts, EventLog events) {
        for (var part : parts) {
            runners.add(new PartRunner(part, new LogFile(data.log(part.name())), events, this::publish));
        }
        for (var runner : runners) {
            var needed = runner.part().dependencies().stream().map(this::runner).toList();
            var needing = runners.stream()
                    .filter(other -> needs(other.part(), runner.part()))
                    .toList();
            runner.connect(needed, needing);
        }
    }

    private static boolean needs(Part part, Part other) {
        var needed = part.dependencies();
        return needed.contains(other.name()) || needed.contains(other.peer());
    }

    private PartRunner runner(String name) {
        return runners.stream()
                .filter(runner -> runner.part().name().equals(name))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException("no part is called " + name));
    }

    /** Returns when every part has been ready once and {@code then}, which needs them all, is done. */
    public void awaitReady(Step then) throws PartFailedException, IOException, InterruptedException {
        try {
            CompletableFuture.allOf(runners.stream().map(PartRunner::ready).toArray(CompletableFuture<?>[]::new))
                    .join();
        } catch (CancellationException | CompletionException e) {
            throw failure(e);
        }
        then.run();
        ready = true;
        publish();
    }

    private static PartFailedException failure(RuntimeException e) throws PartFailedException {
        if (e.getCause() instanceof PartFailedException failed) {
            return failed;
        }
        throw new CancellationException("stopped while starting");
    }

    public PartState state(String part) {
        return runner(part).state();
    }

    private synchronized void publish() {
        var states = runners.stream().map(PartRunner::state).toList();
        try {
            file.write(new StackState(ProcessIdentity.current(), startedMillis, ready, links, states));
        } catch (IOException e) {
            throw new UncheckedIOException("cannot write the state file", e);
        }
    }

    /** Stops every part, those that others depend on last, and forgets the state. */
    @Override
    public void close() throws IOException {
        runners.forEach(PartRunner::requestStop);
        runners.forEach(runner -> runner.ended().join());
        file.delete();
        lock.close();
    }
}

package io.turnpike.standalone;

import io.turnpike.standalone.cache.Cache;
import io.turnpike.standalone.supervise.DataDirectory;
import io.turnpike.standalone.supervise.DataLock;
import io.turnpike.standalone.supervise.EventLog;
import io.turnpike.standalone.supervise.Leftovers;
import io.turnpike.standalone.supervise.Part;
import io.turnpike.standalone.supervise.PartFailedException;
import io.turnpike.standalone.supervise.PartState;
import io.turnpike.standalone.supervise.Ports;
import io.turnpike.standalone.supervise.Secrets;
import io.turnpike.standalone.supervise.Step;
import io.turnpike.standalone.supervise.Supervisor;
import java.io.IOException;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;

/**
 * Kafka, ClickHouse and PostgreSQL, started and supervised in one data directory, and what a plan puts on top of them.
 * Closing it stops everything.
 */
public final class EmbeddedStack implements AutoCloseable {
    private final Engines engines;
    private final Supervisor supervisor;

    private EmbeddedStack(Engines engines, Supervisor supervisor) {
        this.engines = engines;
        this.supervisor = supervisor;
    }

    /** The three engines alone, and ready: what tests need. */
    public static EmbeddedStack start(Path data) throws IOException, InterruptedException, PartFailedException {
        var stack = start(new DataDirectory(data), Plan.ENGINES_ONLY, System.err::println);
        try {
            stack.awaitReady(Step.NOTHING);
            return stack;
        } catch (PartFailedException e) {
            stack.close();
            throw e;
        }
    }

    /** Returns before the parts are ready. */
    static EmbeddedStack start(DataDirectory data, Plan plan, Consumer<String> onlooker)
            throws IOException, InterruptedException {
        data.create();
        var lock = DataLock.take(data);
        try {
            return start(lock, data, plan, new EventLog(data, InstantSource.system(), onlooker));
        } catch (IOException | InterruptedException | RuntimeException e) {
            lock.close();
            throw e;
        }
    }

    private static EmbeddedStack start(DataLock lock, DataDirectory data, Plan plan, EventLog events)
            throws IOException, InterruptedException {
        plan.deployment().require(data);
        var ports = Ports.load(data);
        var secrets = new Secrets(data);
        plan.choosePorts(ports);
        var engines = Engines.in(data, ports, secrets, plan.deployment());
        var parts = parts(engines, plan, new Surroundings(data, ports, secrets, engines.environment(), events::say));
        var supervisor = Supervisor.start(lock, data, parts, plan.links(ports, secrets), events);
        return new EmbeddedStack(engines, supervisor);
    }

    private static List<Part> parts(Engines engines, Plan plan, Surroundings surroundings) throws IOException {
        var parts = new ArrayList<>(engines.parts(Cache.standard(System.getenv()), surroundings.say()));
        for (var source : plan.sources()) {
            parts.addAll(source.parts(surroundings));
        }
        return parts;
    }

    /** Ends what a killed supervisor left running, and cleans up after it. */
    static void clearLeftovers(DataDirectory data, Plan plan, Consumer<String> say)
            throws IOException, InterruptedException {
        try (var _ = DataLock.take(data)) {
            var ports = Ports.load(data);
            var secrets = new Secrets(data);
            var engines = Engines.in(data, ports, secrets, plan.deployment());
            var parts = parts(engines, plan, new Surroundings(data, ports, secrets, engines.environment(), say));
            new Leftovers(data, parts, say).clear();
        }
    }

    /** Returns when every part has been ready once and {@code then}, which needs them all, is done. */
    void awaitReady(Step then) throws PartFailedException, IOException, InterruptedException {
        supervisor.awaitReady(then);
    }

    /** Where the engines are. */
    public Engines engines() {
        return engines;
    }

    public PartState state(String part) {
        return supervisor.state(part);
    }

    @Override
    public void close() throws IOException {
        supervisor.close();
    }
}

package io.turnpike.node.health;

import io.turnpike.flow.Backend;
import io.turnpike.flow.Listener;
import io.turnpike.node.health.Drains.Over;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.SplittableRandom;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Keeps the health of all servers up to date: ten times a second it starts the probes that are due, each on a virtual
 * thread, tells the other nodes what came of those that ended, and says so when the share of a server has changed.
 */
final class HealthChecks implements ServerAvailability, AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(HealthChecks.class);
    private static final long MILLIS_BETWEEN_TICKS = 100;
    private static final int MOST_UNDER_WAY = 1024;

    private final HealthCore core;
    private final Prober prober;
    private final HealthExchange exchange;
    private final LongSupplier nowMillis;
    private final Queue<HealthResult> results = new ConcurrentLinkedQueue<>();
    private final ScheduledExecutorService ticker = Executors.newSingleThreadScheduledExecutor(
            Thread.ofPlatform().name("health").daemon().factory());
    private final ProbeCounts counts = new ProbeCounts();
    private volatile Map<ServerKey, ServerStatus> statuses = Map.of();
    private volatile ServerSessions sessions = ServerSessions.NONE;
    private volatile Runnable changeListener = () -> {};
    private boolean adopted;
    /** Of the ticker only: somebody has still to be told. */
    private boolean changed;

    /**
     * @param node number of this node
     * @param nowMillis of a clock that never steps, and is not far from that of the other nodes
     */
    HealthChecks(int node, Prober prober, HealthExchange exchange, LongSupplier nowMillis) {
        this.core = new HealthCore(node, new SplittableRandom(), MOST_UNDER_WAY);
        this.prober = prober;
        this.exchange = exchange;
        this.nowMillis = nowMillis;
    }

    void start() {
        exchange.receive(this::received);
        // It never fails: what a round throws is logged, and the next one comes.
        ScheduledFuture<?> _ = ticker.scheduleWithFixedDelay(
                this::tickSafely, MILLIS_BETWEEN_TICKS, MILLIS_BETWEEN_TICKS, TimeUnit.MILLISECONDS);
    }

    /** Before anything else: what is ended, and who is told. */
    void bind(ServerSessions nodeSessions, Runnable onChange) {
        sessions = nodeSessions;
        changeListener = onChange;
    }

    /** From now on these listeners; before the rows of their servers are placed. */
    synchronized void configure(Collection<CheckedListener> listeners) {
        long now = nowMillis.getAsLong();
        if (!adopted) {
            core.adopt(listeners, sessions.open(), now);
            adopted = true;
        }
        core.configure(listeners, now);
        statuses = Map.copyOf(core.statuses(now));
    }

    @Override
    public int permille(String balancer, Listener listener, Backend backend) {
        ServerStatus status = statuses.get(
                new ServerKey(balancer, listener.protocolIdentifier(), listener.port(), backend.endpoint()));
        return status == null ? FULL : status.permille();
    }

    private void tickSafely() {
        try {
            tick();
        } catch (RuntimeException e) {
            LOG.error("health checks did not go on; will try again", e);
        }
    }

    /** One round. */
    void tick() {
        long now = nowMillis.getAsLong();
        core.due(exchange.living(), now).forEach(target -> Thread.ofVirtual().start(() -> probe(target)));
        sendResults();
        update(now);
        endDrained(now);
    }

    private void probe(ProbeTarget target) {
        ProbeOutcome outcome;
        try {
            outcome = prober.probe(target);
        } catch (RuntimeException e) {
            outcome = new ProbeOutcome.NotSent(e.toString());
        }
        boolean before = core.health(target).up();
        core.probed(target, outcome, nowMillis.getAsLong()).ifPresent(results::add);
        counts.count(outcome);
        tell(target, outcome, before, core.health(target).up());
    }

    private static void tell(ProbeTarget target, ProbeOutcome outcome, boolean wasUp, boolean isUp) {
        switch (outcome) {
            case ProbeOutcome.NotSent notSent -> LOG.warn("no probe of {}: {}", target.server(), notSent.why());
            case ProbeOutcome.Bad bad when wasUp && !isUp -> LOG.warn("{} is down: {}", target.server(), bad.why());
            case ProbeOutcome.Bad bad -> LOG.debug("{}: {}", target.server(), bad.why());
            case ProbeOutcome.Good good when isUp && !wasUp -> LOG.info("{} is up", target.server());
            case ProbeOutcome.Good good -> LOG.trace("{} answered", target.server());
        }
    }

    private void sendResults() {
        List<HealthResult> batch = new ArrayList<>();
        for (HealthResult next = results.poll(); next != null; next = results.poll()) {
            batch.add(next);
        }
        HealthMessage.encode(batch).forEach(exchange::send);
    }

    private void received(byte[] message) {
        try {
            long now = nowMillis.getAsLong();
            HealthMessage.decode(message).forEach(result -> core.merge(result, now));
        } catch (IllegalArgumentException e) {
            counts.unreadableMessage();
            LOG.debug("another node's results are not readable: {}", e.getMessage());
        }
    }

    private void update(long now) {
        Map<ServerKey, ServerStatus> before;
        Map<ServerKey, ServerStatus> after;
        synchronized (this) {
            before = statuses;
            after = Map.copyOf(core.statuses(now));
            statuses = after;
        }
        changed |= !before.equals(after);
        if (changed) {
            changeListener.run();
            changed = false;
        }
    }

    private void endDrained(long now) {
        List<Over> over = core.drained(now);
        if (!over.isEmpty()) {
            over.forEach(server -> LOG.info("{} is drained, its sessions end", server.server()));
            sessions.end(group -> over.stream().anyMatch(server -> server.has(group)));
        }
    }

    /** For Prometheus. */
    String metrics() {
        return HealthMetrics.text(statuses, core.draining(), counts);
    }

    @Override
    public void close() {
        ticker.shutdownNow();
    }
}

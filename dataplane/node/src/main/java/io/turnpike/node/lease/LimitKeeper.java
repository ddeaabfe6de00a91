package io.turnpike.node.lease;

import io.turnpike.node.lease.Leases.Cap;
import io.turnpike.node.maps.DemandMeter.Demand;
import io.turnpike.node.maps.LimitRate.Excess;
import io.turnpike.node.maps.LimitTable;
import io.turnpike.node.maps.ListenerCapTable;
import io.turnpike.node.maps.NodeLimit;
import io.turnpike.node.queue.LimitQueues;
import io.turnpike.node.sync.PeerMessages;
import java.nio.ByteBuffer;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.Queue;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Keeps the caps of a node in force: each as much of it as the node may use, which is all of it where no other node
 * forwards for the same resource.
 */
public final class LimitKeeper implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(LimitKeeper.class);
    private static final int MOST_UNREAD_MESSAGES = 1024;

    private final String node;
    private final Leases leases;
    private final LeasedCaps<LimitTable.Key> resources;
    private final LimitTable resourceTable;
    private final @Nullable LimitQueues queues;
    private final @Nullable LeasedCaps<ListenerCapTable.Key> listeners;
    private final @Nullable ListenerCapTable listenerTable;
    private final Queue<Received> received = new ArrayBlockingQueue<>(MOST_UNREAD_MESSAGES);
    private final Thread rounds = Thread.ofPlatform().name("leases").daemon().unstarted(this::run);
    private @Nullable PeerMessages peers;
    private volatile boolean alone;
    private volatile boolean stopping;

    private record Received(int sender, ByteBuffer message) {}

    /**
     * Nothing is enforced before {@link #start} but what an earlier process left.
     *
     * @param number of the node among those that it leases with
     * @param node id of its NODE resource
     * @param listeners null on a node that has no listeners
     * @param queues where packets wait that are within the limit of a resource; null where they cannot
     */
    public LimitKeeper(
            int number,
            String node,
            LimitTable resources,
            @Nullable ListenerCapTable listeners,
            @Nullable LimitQueues queues) {
        this.node = node;
        this.leases = new Leases(
                number, System.currentTimeMillis(), ThreadLocalRandom.current().nextLong());
        this.resources = new LeasedCaps<>(resources, CapNumbers::of);
        this.resourceTable = resources;
        this.queues = queues;
        this.listenerTable = listeners;
        this.listeners = listeners == null ? null : new LeasedCaps<>(listeners, CapNumbers::of);
    }

    /** No other node forwards for the resources of this one, now or ever. */
    public synchronized void alone() {
        alone = true;
        leases.share(Share.ALL, System.nanoTime());
    }

    /** The nodes that share the caps, by the ids of their NODE resources, whether they live or not. */
    public synchronized void members(Collection<String> names) {
        leases.share(Share.of(node, names), System.nanoTime());
        enforceLeases();
    }

    /** Over this the members talk. */
    public synchronized void over(PeerMessages channel) {
        peers = channel;
        channel.listen(PeerMessages.LEASES, (sender, message) -> {
            ByteBuffer copy =
                    ByteBuffer.allocate(message.remaining()).put(message).flip();
            // What there is no room for is lost, as it may be on its way.
            boolean ignored = received.offer(new Received(sender, copy));
        });
    }

    /** Where nothing is shared and nothing waits, there is nothing to be done but to put caps in force. */
    public void start() {
        if (!alone || queues != null) {
            rounds.start();
        }
    }

    /** The caps of resources, in force when this returns. */
    public synchronized void resources(Map<LimitTable.Key, Long> bitsPerSecond) {
        resources.set(bitsPerSecond);
        enforce();
    }

    /** The caps of listeners, 0 for none, in force when this returns. */
    public synchronized void listeners(Map<ListenerCapTable.Key, Long> bitsPerSecond) {
        if (listeners == null || listenerTable == null) {
            throw new IllegalStateException("this node has no listeners");
        }
        listenerTable.listeners(bitsPerSecond.keySet());
        Map<ListenerCapTable.Key, Long> capped = new HashMap<>(bitsPerSecond);
        capped.values().removeIf(rate -> rate == 0);
        listeners.set(capped);
        enforce();
    }

    private void enforce() {
        Map<Long, Cap> caps = new HashMap<>();
        resources.addTo(caps);
        if (listeners != null) {
            listeners.addTo(caps);
        }
        leases.caps(caps);
        enforceLeases();
    }

    private void enforceLeases() {
        Map<Long, Lease> now = leases.leases(System.nanoTime());
        resources.enforce(now, (key, lease) -> limit(lease, excess(key)));
        if (listeners != null) {
            listeners.enforce(now, (key, lease) -> limit(lease, Excess.PASSES));
        }
        if (queues != null) {
            resources.forEach((number, key) -> keepQueue(queues, key, now.get(number)));
        }
    }

    private static NodeLimit limit(Lease lease, Excess excess) {
        return NodeLimit.of(lease.bitsPerSecond(), lease.safeBitsPerSecond(), lease.untilNanos(), excess);
    }

    private Excess excess(LimitTable.Key key) {
        return queues != null && queues.areOpen(key.direction()) ? Excess.WAITS : Excess.PASSES;
    }

    private void keepQueue(LimitQueues open, LimitTable.Key key, @Nullable Lease lease) {
        OptionalInt bucket = resourceTable.bucket(key);
        if (lease != null && bucket.isPresent() && open.areOpen(key.direction())) {
            open.set(
                    bucket.getAsInt(),
                    key.direction(),
                    lease.bitsPerSecond(),
                    resources.cap(key),
                    resourceTable.demand(key));
        }
    }

    private void run() {
        while (!stopping) {
            try {
                // Not under the lock: whoever delivers messages may be waiting for it.
                List<byte[]> messages = round();
                PeerMessages channel = peers;
                if (channel != null) {
                    messages.forEach(message -> channel.say(PeerMessages.LEASES, message));
                }
            } catch (RuntimeException e) {
                LOG.error("leases go on after", e);
            }
            LockSupport.parkNanos(LeaseTimes.ROUND_NANOS);
        }
    }

    private synchronized List<byte[]> round() {
        for (Received next = received.poll(); next != null; next = received.poll()) {
            hear(next);
        }
        List<byte[]> messages = leases.round(this::demand, System.nanoTime());
        enforceLeases();
        return messages;
    }

    private void hear(Received next) {
        try {
            leases.receive(next.sender(), next.message(), System.nanoTime());
        } catch (IllegalArgumentException e) {
            LOG.warn("node {} says what is not understood: {}", next.sender(), e.getMessage());
        }
    }

    private Demand demand(long number) {
        return listeners != null && listeners.has(number) ? listeners.demand(number) : resources.demand(number);
    }

    /** What the node has of each cap now, in the text format of Prometheus. */
    public synchronized String metrics() {
        StringBuilder text = new StringBuilder("# TYPE turnpike_node_lease_bits_per_second gauge\n");
        Map<Long, Lease> now = leases.leases(System.nanoTime());
        resources.forEach((number, key) -> {
            Lease lease = now.get(number);
            if (lease != null) {
                text.append("turnpike_node_lease_bits_per_second{resource=\"%d\",direction=\"%s\"} %d\n"
                        .formatted(key.resource(), key.direction(), lease.bitsPerSecond()));
            }
        });
        if (queues != null) {
            text.append("# TYPE turnpike_node_queue_dropped_packets_total counter\n");
            queues.dropped()
                    .forEach((face, packets) ->
                            text.append("turnpike_node_queue_dropped_packets_total{interface=\"%s\"} %d\n"
                                    .formatted(face, packets)));
        }
        return text.toString();
    }

    @Override
    public void close() {
        stopping = true;
        try {
            rounds.join();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}

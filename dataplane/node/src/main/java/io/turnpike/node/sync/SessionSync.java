package io.turnpike.node.sync;

import io.turnpike.flow.IpAddress;
import io.turnpike.netns.NetworkNamespace;
import io.turnpike.node.ffi.BpfObject;
import io.turnpike.node.ffi.RingBuffer;
import io.turnpike.node.maps.Allocator;
import io.turnpike.node.maps.SessionImage;
import io.turnpike.node.maps.SessionIndex;
import io.turnpike.node.maps.SessionTable;
import io.turnpike.node.maps.Struct;
import io.turnpike.node.session.SessionOwnership;
import io.turnpike.node.session.SessionSource;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The protocol at work: one thread looks at what the packet path established and tells the peers, another one hears
 * them. Both hold the protocol's lock, for no longer than a burst takes.
 */
public final class SessionSync implements SessionOwnership, PeerMessages, AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(SessionSync.class);
    private static final long PAUSE_NANOS = 100_000_000L;
    private static final int RECEIVE_WAIT_MILLIS = 5;
    private static final int EVENT_WAIT_MILLIS = 50;
    private static final int MOST_DATAGRAMS_A_TURN = 64;

    private final int node;
    private final MulticastTransport transport;
    private final MappedSessions sessions;
    private final SyncProtocol protocol;
    private final RingBuffer events;
    private final ByteBuffer datagram = ByteBuffer.allocate(Outbox.MOST_OCTETS);
    private final SlotQueue ended = new SlotQueue();
    private final Map<Integer, Long> attended = new ConcurrentHashMap<>();
    private final Consumer<List<Peer>> peersChanged;
    private final Thread receiving =
            Thread.ofPlatform().name("sync-receive").daemon().unstarted(() -> repeat(this::receive));
    private final Thread telling =
            Thread.ofPlatform().name("sync-tell").daemon().unstarted(() -> repeat(this::tell));
    private List<Peer> peers = List.of();
    private volatile boolean stopping;
    private volatile boolean ready;

    /**
     * What is told of it.
     *
     * @param ready all that peers knew when it started is known here
     * @param unsynced established sessions that not every peer knows
     */
    public record Status(
            boolean ready,
            int unsynced,
            int peers,
            long sentDatagrams,
            long receivedDatagrams,
            long refusedDatagrams,
            long refusedSessions) {}

    /**
     * The maps of a loaded node.
     *
     * @param fresh the maps were made by this process
     */
    public record Node(
            int number,
            String name,
            @Nullable String networkNamespace,
            BpfObject object,
            SessionTable table,
            SessionIndex index,
            Allocator allocator,
            boolean fresh) {}

    /** Made with {@link #open}. */
    private SessionSync(
            Node node,
            SyncConfig config,
            MulticastTransport transport,
            SessionSource source,
            Consumer<List<Peer>> peersChanged) {
        this.node = node.number();
        this.transport = transport;
        this.peersChanged = peersChanged;
        this.events = new RingBuffer(node.object().map("session_events"));
        long millis = System.currentTimeMillis();
        this.sessions = new MappedSessions(
                node.number(),
                node.table(),
                node.allocator(),
                new SessionImage(node.table(), (int) (millis / 100)),
                node.index(),
                source::endOfOwner,
                this);
        this.protocol = new SyncProtocol(
                new Identity(
                        node.number(),
                        node.name(),
                        config.handOver() == null ? transport.address() : IpAddress.parse(config.handOver()),
                        node.fresh(),
                        node.allocator().firstFlowId(node.number())),
                incarnation(millis),
                sessions,
                new Authenticator(config.key().octets()),
                transport,
                SyncProtocol.REPEATABLE_CHANGES,
                System.nanoTime());
        node.object().map("sync_settings").put(Struct.number(0), Struct.number(1));
        source.ownership(this);
    }

    /**
     * Opens the socket and takes up what is in the maps; nothing is heard or told before {@link #start}.
     *
     * @param peersChanged told of the peers that live whenever they are others than before
     */
    public static SessionSync open(
            Node node, SyncConfig config, SessionSource source, Consumer<List<Peer>> peersChanged) {
        NetworkNamespace namespace = new NetworkNamespace(node.networkNamespace());
        MulticastTransport transport = namespace.call(() -> new MulticastTransport(config));
        namespace.close();
        return new SessionSync(node, config, transport, source, peersChanged);
    }

    /** Grows with time, also when a process is started twice in a millisecond. */
    private static long incarnation(long millis) {
        return (millis << 20) | (System.nanoTime() & 0xfffff);
    }

    public void start() {
        receiving.start();
        telling.start();
    }

    /** What fails once is tried again: whatever was not told or taken is repaired like what was lost. */
    private void repeat(Runnable turn) {
        while (!stopping) {
            try {
                turn.run();
            } catch (RuntimeException e) {
                LOG.error("session sync goes on after", e);
                LockSupport.parkNanos(PAUSE_NANOS);
            }
        }
    }

    private void tell() {
        boolean any = events.await(EVENT_WAIT_MILLIS);
        synchronized (protocol) {
            if (any) {
                int ignored = events.drain(protocol::changed);
            }
            ended.drain(protocol::changed);
            protocol.flush();
        }
    }

    private void receive() {
        transport.await(RECEIVE_WAIT_MILLIS);
        synchronized (protocol) {
            int received = 0;
            while (received++ < MOST_DATAGRAMS_A_TURN && transport.receive(datagram)) {
                protocol.receive(datagram, System.nanoTime());
            }
            tick(System.nanoTime());
        }
    }

    private void tick(long now) {
        protocol.tick(now);
        List<Peer> alive = protocol.peers(now);
        alive.forEach(peer -> attended.put(peer.number(), now));
        ready = protocol.isReady();
        if (!alive.equals(peers)) {
            peers = alive;
            peersChanged.accept(alive);
        }
    }

    @Override
    public long attendedUntilNanos(long flowId, long nowNanos) {
        int owner = LocalSessions.ownerOf(flowId);
        if (owner == node) {
            return Long.MIN_VALUE;
        }
        // Before the peers were met, no copy is known to be without its owner.
        return ready ? attended.getOrDefault(owner, Long.MIN_VALUE) : nowNanos;
    }

    @Override
    public void ended(int slot) {
        ended.add(slot);
    }

    @Override
    public void say(int channel, byte[] message) {
        synchronized (protocol) {
            protocol.say(channel, message);
        }
    }

    @Override
    public void listen(int channel, Listener listener) {
        synchronized (protocol) {
            protocol.listen(channel, listener::heard);
        }
    }

    /** As it is now. */
    public Status status() {
        synchronized (protocol) {
            return new Status(
                    protocol.isReady(),
                    protocol.unsynced(System.nanoTime()),
                    peers.size(),
                    protocol.sentDatagrams(),
                    protocol.receivedDatagrams(),
                    protocol.refusedDatagrams(),
                    protocol.refusedSessions());
        }
    }

    /** Whether all that peers knew when it started is known here, so that it can take their traffic. */
    public boolean isReady() {
        return ready;
    }

    /** Nodes that were heard in the last second, this one not among them. */
    public List<Peer> peers() {
        synchronized (protocol) {
            return peers;
        }
    }

    @Override
    public void close() {
        stopping = true;
        try {
            telling.join();
            receiving.join();
            transport.close();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } catch (IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }
}

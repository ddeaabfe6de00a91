package io.turnpike.node.sync;

import io.turnpike.flow.IpAddress;
import io.turnpike.node.ffi.BpfObject;
import io.turnpike.node.maps.Allocator;
import io.turnpike.node.maps.SessionImage;
import io.turnpike.node.maps.SessionMaps;
import io.turnpike.node.maps.SessionTable;
import io.turnpike.node.session.SessionOwnership;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.DatagramChannel;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Objects;
import java.util.function.LongSupplier;

/**
 * How many new sessions a second one core tells of, and how many one core applies: between two session tables in the
 * kernel, with everything that lies between, a datagram socket on loopback included. Needs root.
 */
public final class SyncMeasurement {
    private static final int SLOTS = 1 << 18;
    private static final int SESSIONS = 200_000;
    /** What comes together at 300,000 a second when the threads look a thousand times a second. */
    private static final int BURST = 300;

    private static final int CONTENT_OCTETS = 61;
    private static final long OWNER = 1L << 48;
    private static final double NANOS_PER_SECOND = 1e9;

    private final Table from = new Table(1);
    private final Table to = new Table(2);
    private final Deque<ByteBuffer> greetings = new ArrayDeque<>();
    private final DatagramChannel in = DatagramChannel.open();
    private final DatagramChannel out = DatagramChannel.open();
    private final ByteBuffer datagram = ByteBuffer.allocate(Outbox.MOST_OCTETS);
    private final LongSupplier cpuNanos;

    /**
     * Sessions a second, by the CPU time of the thread.
     *
     * @param told from the slot's number to the datagram sent
     * @param applied from the datagram in the socket to the session found by packets
     */
    public record Rates(double told, double applied) {}

    private SyncMeasurement() throws IOException {
        ThreadMXBean threads = ManagementFactory.getThreadMXBean();
        cpuNanos = threads::getCurrentThreadCpuTime;
        in.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0));
        in.configureBlocking(false);
        out.connect(in.getLocalAddress());
    }

    /** One line of JSON a run. */
    public static void main(String[] args) throws IOException {
        int runs = args.length == 0 ? 7 : Integer.parseInt(args[0]);
        for (int run = 0; run < runs; run++) {
            Rates rates = measure();
            System.out.printf(
                    "{\"bench\":\"sync\",\"told\":%.0f,\"applied\":%.0f,\"unit\":\"sessions/s per core\"}%n",
                    rates.told(), rates.applied());
        }
    }

    /** One run, over tables of its own; the first ones are slower, since the code is not compiled yet. */
    public static Rates measure() throws IOException {
        SyncMeasurement measurement = new SyncMeasurement();
        try (measurement.in;
                measurement.out) {
            return measurement.run();
        }
    }

    private static final class Table {
        private final Allocator allocator;
        private final MappedSessions store;

        Table(int node) throws IOException {
            BpfObject object = new BpfObject(elf(), null, SessionMaps.sizes(SLOTS));
            SessionTable sessions = new SessionTable(object.map("sessions"));
            allocator = new Allocator(object.map("allocator"), object.map("free_slots"), sessions);
            allocator.initialise(node, System.currentTimeMillis());
            store = new MappedSessions(
                    node,
                    sessions,
                    allocator,
                    new SessionImage(sessions, 1),
                    SessionMaps.index(object, sessions),
                    (slot, flowId) -> {},
                    SessionOwnership.ALONE);
        }
    }

    private static byte[] elf() throws IOException {
        try (InputStream in = SyncMeasurement.class.getResourceAsStream("/io/turnpike/bpf/director.bpf.o")) {
            return Objects.requireNonNull(in, "no compiled packet path").readAllBytes();
        }
    }

    private Rates run() throws IOException {
        SyncProtocol teller = protocol(1, from, this::write);
        SyncProtocol hearer = protocol(2, to, greeting -> greetings.add(copy(greeting)));
        int[] slots = new int[SESSIONS];
        for (int i = 0; i < SESSIONS; i++) {
            slots[i] = from.store.open(OWNER | i + 1, session(i));
        }
        introduce(teller, hearer);
        long free = to.allocator.free();
        long telling = 0;
        long applying = 0;
        for (int first = 0; first < SESSIONS; first += BURST) {
            long start = cpuNanos.getAsLong();
            for (int i = first; i < Math.min(SESSIONS, first + BURST); i++) {
                teller.changed(slots[i]);
            }
            teller.flush();
            long between = cpuNanos.getAsLong();
            hear(hearer);
            applying += cpuNanos.getAsLong() - between;
            telling += between - start;
        }
        if (free - to.allocator.free() != SESSIONS) {
            throw new IllegalStateException(free - to.allocator.free() + " of " + SESSIONS + " sessions were applied");
        }
        return new Rates(SESSIONS / (telling / NANOS_PER_SECOND), SESSIONS / (applying / NANOS_PER_SECOND));
    }

    private static SyncProtocol protocol(int node, Table table, Transport transport) {
        return new SyncProtocol(
                new Identity(node, "director" + node, IpAddress.parse("127.0.0.1"), false, 0),
                node,
                table.store,
                new Authenticator(new byte[Authenticator.LEAST_KEY_OCTETS]),
                transport,
                SyncProtocol.REPEATABLE_CHANGES,
                System.nanoTime());
    }

    /** Until the hearer follows the teller, which has nothing to tell yet. */
    private void introduce(SyncProtocol teller, SyncProtocol hearer) {
        long deadline = System.nanoTime() + 10_000_000_000L;
        while (!hearer.isReady() && System.nanoTime() < deadline) {
            teller.tick(System.nanoTime());
            hear(hearer);
            hearer.tick(System.nanoTime());
            while (!greetings.isEmpty()) {
                teller.receive(greetings.remove(), System.nanoTime());
            }
        }
    }

    private void hear(SyncProtocol hearer) {
        try {
            datagram.clear();
            while (in.receive(datagram) != null) {
                hearer.receive(datagram.flip(), System.nanoTime());
                datagram.clear();
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private void write(ByteBuffer told) {
        try {
            out.write(told);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static ByteBuffer copy(ByteBuffer datagram) {
        ByteBuffer copy = ByteBuffer.allocate(datagram.remaining());
        return copy.put(datagram).flip();
    }

    /** A TCP session of a client of its own, as a peer would tell of it. */
    private static ByteBuffer session(int number) {
        ByteBuffer content = ByteBuffer.allocate(CONTENT_OCTETS);
        int client = 0xc612_0000 + number / 50_000;
        int local = 0x6440_0000 + number / 60_000;
        content.put((byte) 1).putInt(client).putInt(0xcb00_710a).putShort((short) (number % 50_000 + 1024));
        content.putShort((short) 80);
        content.putInt(local).putInt(0x0a00_000b).putShort((short) (number % 60_000 + 1024));
        content.putShort((short) 8080);
        content.put((byte) 6)
                .putInt(7)
                .putInt(1)
                .putInt(100)
                .putShort((short) 900)
                .putInt(0x0001_0001);
        return content.put((byte) 8).putLong(0).putLong(0).flip();
    }
}

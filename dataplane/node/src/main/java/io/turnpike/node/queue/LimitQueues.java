package io.turnpike.node.queue;

import io.turnpike.flow.Direction;
import io.turnpike.node.maps.DemandMeter.Demand;
import io.turnpike.node.maps.LimitRate;
import io.turnpike.node.maps.LimitRate.Excess;
import io.turnpike.node.maps.NodeLimit;
import io.turnpike.node.role.NodeInterface;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One HTB class for each limit on the interfaces that its packets leave by. A class is as fast as the limit's token bucket
 * and its queue longer than the bucket is deep: whatever the bucket lets through finds room, waits its turn and arrives.
 * So the bucket, which comes before the counter, is where packets are dropped; the queue only makes a sender slow in time.
 */
public final class LimitQueues implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(LimitQueues.class);

    private static final String HANDLE = Integer.toHexString(NodeLimit.QUEUE_MAJOR) + ":";
    private static final int ETHERNET_OCTETS = 14;
    /** A queue that is slower than its bucket would grow without end; one that is a little faster does no harm. */
    private static final double FASTER = 1.005;

    private static final double TOO_FAST = 1.02;
    private static final int QUEUE_DEPTHS_OF_A_BUCKET = 5;
    private static final int BURSTS_PER_SECOND = 100;
    private static final int LEAST_BURST_OCTETS = 2048;
    private static final int LEAST_PART_OF_CAP = 8;
    private static final long LEAST_BITS_PER_SECOND = 64_000;
    private static final int QUANTUM_OCTETS = 60_000;
    private static final Pattern DROPPED = Pattern.compile("qdisc htb " + HANDLE + ".*?dropped (\\d+)", Pattern.DOTALL);

    private final TrafficControl control;
    private final Map<Direction, List<String>> interfaces = new HashMap<>();
    private final Map<Integer, Queue> queues = new HashMap<>();
    private final Map<String, Boolean> opened = new HashMap<>();

    private static final class Queue {
        final PacketSizes sizes = new PacketSizes();
        long rate;
    }

    /** What leaves a resource goes out on public interfaces, and what enters it on private ones, if there are both. */
    public LimitQueues(@Nullable String networkNamespace, List<NodeInterface> all) {
        control = new TrafficControl(networkNamespace);
        Map<Boolean, List<String>> byPrivate = all.stream()
                .collect(Collectors.partitioningBy(
                        face -> face.purpose().equals("private"),
                        Collectors.mapping(NodeInterface::name, Collectors.toList())));
        List<String> names = all.stream().map(NodeInterface::name).toList();
        interfaces.put(Direction.OUT, byPrivate.getOrDefault(false, names));
        interfaces.put(Direction.IN, byPrivate.getOrDefault(true, names));
        interfaces.replaceAll((direction, some) -> some.isEmpty() ? names : some);
    }

    /** Whether there are queues in a direction; the first one who asks makes them. */
    public boolean areOpen(Direction direction) {
        return interfaces.getOrDefault(direction, List.of()).stream()
                .map(face -> opened.computeIfAbsent(face, this::open))
                .reduce(true, Boolean::logicalAnd);
    }

    private boolean open(String face) {
        try {
            if (!control.show("qdisc", "show", "dev", face, "root").contains("qdisc htb " + HANDLE)) {
                control.batch(List.of("qdisc add dev " + face + " root handle " + HANDLE + " htb"));
            }
            return true;
        } catch (IOException e) {
            LOG.warn("limits on {} are without queues, TCP will not quite reach them: {}", face, e.getMessage());
            return false;
        }
    }

    /**
     * Makes the queue of a bucket as fast as that, but not much slower than the cap: HTB remembers what it sent too early
     * as time, which at a rate that was low for a moment is long, and waits as long at any rate that comes after.
     *
     * @param demand what came to the bucket until now, by which the queue knows the size of its packets
     */
    public void set(int bucket, Direction direction, long leased, long cap, Demand demand) {
        long bitsPerSecond = Math.max(LEAST_BITS_PER_SECOND, Math.max(leased, cap / LEAST_PART_OF_CAP));
        Queue queue = queues.computeIfAbsent(bucket, key -> new Queue());
        queue.sizes.observe(demand, bitsPerSecond / BURSTS_PER_SECOND);
        double needed = FASTER * withEthernet(bitsPerSecond, queue.sizes.averageOctets());
        if (queue.rate >= needed && queue.rate <= TOO_FAST * needed) {
            return;
        }
        queue.rate = (long) Math.ceil(needed * FASTER);
        List<String> commands = new ArrayList<>();
        for (String face : interfaces.getOrDefault(direction, List.of())) {
            commands.addAll(commands(face, bucket, bitsPerSecond, queue.rate));
        }
        try {
            control.batch(commands);
        } catch (IOException e) {
            LOG.error("the queues of limits are made anew: {}", e.getMessage());
            opened.clear();
            queues.clear();
        }
    }

    /** The limit is of layer 3, and HTB counts whole frames. */
    private static double withEthernet(long bitsPerSecond, int averageOctets) {
        return (double) bitsPerSecond * (averageOctets + ETHERNET_OCTETS) / averageOctets;
    }

    private static List<String> commands(String face, int bucket, long bitsPerSecond, long rate) {
        String minor = Integer.toHexString(NodeLimit.queueClass(bucket) & 0xffff);
        long burst = Math.max(LEAST_BURST_OCTETS, rate / 8 / BURSTS_PER_SECOND);
        long length = QUEUE_DEPTHS_OF_A_BUCKET
                * new LimitRate(Math.clamp(bitsPerSecond, 1, LimitRate.MAX_BITS_PER_SECOND), Excess.WAITS).burstBits()
                / 8;
        return List.of(
                "class replace dev %s parent %s classid %s%s htb rate %dbit ceil %dbit burst %d cburst %d quantum %d"
                        .formatted(face, HANDLE, HANDLE, minor, rate, rate, burst, burst, QUANTUM_OCTETS),
                "qdisc replace dev %s parent %s%s bfifo limit %d".formatted(face, HANDLE, minor, length));
    }

    /** By interface: packets that were dropped after they were counted, which should be none. */
    public Map<String, Long> dropped() {
        Map<String, Long> dropped = new HashMap<>();
        opened.forEach((face, open) -> {
            if (open) {
                dropped.put(face, dropped(face));
            }
        });
        return dropped;
    }

    private long dropped(String face) {
        try {
            Matcher root = DROPPED.matcher(control.show("-s", "qdisc", "show", "dev", face, "root"));
            return root.find() ? Long.parseLong(root.group(1)) : 0;
        } catch (IOException e) {
            LOG.warn("no statistics of the queues on {}: {}", face, e.getMessage());
            return 0;
        }
    }

    @Override
    public void close() {
        control.close();
    }
}

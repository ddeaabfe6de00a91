package io.turnpike.bench;

import io.turnpike.flow.Counter;
import io.turnpike.flow.Direction;
import io.turnpike.flow.DropReason;
import io.turnpike.flow.Endpoint;
import io.turnpike.flow.Entry;
import io.turnpike.flow.FlowEndReason;
import io.turnpike.flow.FlowRecord;
import io.turnpike.flow.IpAddress;
import io.turnpike.flow.Mark;
import io.turnpike.flow.ObservationPoint;
import io.turnpike.flow.Side;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;

/** Flows with as much entropy as an edge sees: every client, port, counter and time is drawn, none repeats by rule. */
final class FlowGenerator {
    private static final long DAY_MILLIS = 86_400_000;

    private final SplittableRandom random;
    private final int customers;
    private long nextFlowId = 1L << 48;

    FlowGenerator(long seed, int customers) {
        this.random = new SplittableRandom(seed);
        this.customers = customers;
    }

    List<FlowRecord> flows(int count, long intervalEndMillis) {
        List<FlowRecord> flows = new ArrayList<>(count);
        for (int i = 0; i < count; i++) {
            flows.add(flow(intervalEndMillis));
        }
        return flows;
    }

    private FlowRecord flow(long intervalEndMillis) {
        int customer = random.nextInt(customers);
        Endpoint client = new Endpoint(IpAddress.ofIpv4(random.nextInt()), 1024 + random.nextInt(64_000));
        Endpoint vip = new Endpoint(IpAddress.ofIpv4(0xcb00_0000 | customer), 443);
        Endpoint local =
                new Endpoint(IpAddress.ofIpv4(0x6440_0100 | random.nextInt(256)), 1024 + random.nextInt(64_000));
        Endpoint backend = new Endpoint(IpAddress.ofIpv4(0x0a00_0000 | customer << 3 | random.nextInt(8)), 8443);
        long start = intervalEndMillis - random.nextLong(DAY_MILLIS);
        nextFlowId += 1 + random.nextInt(64);
        return new FlowRecord(
                ObservationPoint.SLB_FRONT,
                Entry.SLB,
                Mark.NONE,
                Side.PUBLIC,
                customer + 1,
                customer + 1,
                customer + 1,
                nextFlowId,
                1 + random.nextInt(100),
                6,
                client,
                vip,
                local,
                backend,
                counter(20_000),
                counter(200),
                counter(400_000),
                counter(400),
                DropReason.NONE,
                Direction.OUT,
                Counter.ZERO,
                Counter.ZERO,
                start,
                intervalEndMillis - random.nextLong(10_000),
                FlowEndReason.ACTIVE_TIMEOUT);
    }

    /** Half of the sessions are in their first interval, so their counters run from 0. */
    private Counter counter(int most) {
        long from = random.nextBoolean() ? 0 : random.nextLong(20L * most);
        return new Counter(from, from + 1 + random.nextInt(most));
    }
}

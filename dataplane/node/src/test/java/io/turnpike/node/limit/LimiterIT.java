package io.turnpike.node.limit;

import static org.assertj.core.api.Assertions.assertThat;

import io.turnpike.flow.Binding;
import io.turnpike.flow.Configuration;
import io.turnpike.flow.Direction;
import io.turnpike.flow.DropReason;
import io.turnpike.flow.Endpoint;
import io.turnpike.flow.IpAddress;
import io.turnpike.flow.ObservationPoint;
import io.turnpike.flow.Resource;
import io.turnpike.flow.ResourceKind;
import io.turnpike.node.ffi.ProgramRun;
import io.turnpike.node.kernel.Frames;
import io.turnpike.node.kernel.LoadedNode;
import io.turnpike.node.maps.Cells;
import io.turnpike.node.maps.LimitRate;
import io.turnpike.node.maps.LimitTable;
import io.turnpike.node.role.NicRole;
import io.turnpike.node.role.NodeInterface;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIf;

/** The limiter in the kernel, at the interface of an ECS that has bandwidth of its own. */
@EnabledIf("io.turnpike.node.kernel.Machine#isRoot")
class LimiterIT {
    private static final int LOOPBACK = 1;
    private static final int TC_PASS = 0;
    private static final int TC_DROP = 2;
    private static final int XDP_DROP = 1;
    private static final int XDP_PASS = 2;
    private static final int BURST_OCTETS = 128 * 1024;
    private static final LimitRate ALMOST_NOTHING = new LimitRate(8);

    private static final Endpoint PUBLIC = endpoint("203.0.113.40", 7000);
    private static final Endpoint PRIVATE = endpoint("10.0.0.14", 7000);
    private static final Endpoint CLIENT = endpoint("198.51.100.11", 9000);
    private static final Endpoint NEIGHBOUR = endpoint("10.0.0.11", 9000);
    private static final Resource ECS = new Resource(
            "ecs4",
            4,
            ResourceKind.ECS,
            1,
            List.of(new Binding(41, "acme", 1, PUBLIC.address(), PRIVATE.address(), null, true, 0, Binding.OPEN)),
            Configuration.NONE);
    private static final LimitTable.Key OUT = new LimitTable.Key(ECS.number(), Direction.OUT);

    private final LoadedNode node;
    private final LimitTable limits;

    LimiterIT() throws IOException {
        node = new LoadedNode(new NicRole(NodeInterface.parse("lo=ecs4")), LOOPBACK).apply(ECS);
        limits = new LimitTable(node.object().map("limits"));
    }

    @AfterEach
    void close() throws IOException {
        node.close();
    }

    /** Its bucket takes longer to fill than this lasts, so it stays exact however long the test is kept from running. */
    @Test
    void shouldPassTheRateAndNotAnOctetMore() {
        LimitRate rate = new LimitRate(400_000);
        limits.replace(Map.of(OUT, rate));
        ProgramRun program = node.program("nic_from_ecs_tc");
        byte[] frame = Frames.udp(PUBLIC, CLIENT, 1000);
        long beforeFirst = System.nanoTime();
        program.verdict(frame);
        long afterFirst = System.nanoTime();
        long beforeLast = afterFirst;
        long offered = 1;
        while (beforeLast - beforeFirst < 2_000_000_000L) {
            beforeLast = System.nanoTime();
            program.verdict(frame);
            offered++;
        }
        // A test that was not scheduled for a while leaves credit behind: what is there shall go out before it is counted.
        long droppedBefore;
        do {
            droppedBefore = dropped(Direction.OUT).packets();
            program.verdict(frame);
            offered++;
        } while (dropped(Direction.OUT).packets() == droppedBefore);
        long afterLast = System.nanoTime();
        Cells.Amount passed = forwarded(Direction.OUT);
        assertThat(passed.octets())
                .isLessThanOrEqualTo(credit(rate, afterLast - beforeFirst))
                .isGreaterThan(credit(rate, beforeLast - afterFirst) - 1000);
        assertThat(passed.packets() + dropped(Direction.OUT).packets()).isEqualTo(offered);
        assertThat(passed.octets() + dropped(Direction.OUT).octets()).isEqualTo(offered * 1000);
        assertThat(node.sessions())
                .singleElement()
                .satisfies(session -> assertThat(session.octets(Direction.OUT).to())
                        .as("the session counts what passed")
                        .isEqualTo(passed.octets()));
    }

    /** Octets that a bucket, full at first, gives in this time. */
    private static long credit(LimitRate rate, long nanos) {
        return rate.burstBits() / 8 + rate.bitsPerSecond() * nanos / 8_000_000_000L;
    }

    @Test
    void shouldDropUnderXdpAsWell() {
        limits.replace(Map.of(OUT, ALMOST_NOTHING));
        ProgramRun program = node.program("nic_from_ecs_xdp");
        byte[] frame = Frames.udp(PUBLIC, CLIENT, 1024);
        for (int i = 0; i < BURST_OCTETS / 1024; i++) {
            assertThat(program.verdict(frame)).isEqualTo(XDP_PASS);
        }
        assertThat(program.verdict(frame)).isEqualTo(XDP_DROP);
        assertThat(dropped(Direction.OUT)).isEqualTo(new Cells.Amount(1024, 1));
    }

    @Test
    void shouldTakeTheSegmentsOfAGsoPacket() {
        limits.replace(Map.of(OUT, ALMOST_NOTHING));
        ProgramRun program = node.program("nic_from_ecs_tc").inSegmentsOf(100);
        byte[] frame = Frames.udp(PUBLIC, CLIENT, 2028);
        int octets = 2000 + 20 * 28;
        for (int i = 0; i < BURST_OCTETS / octets; i++) {
            assertThat(program.verdict(frame)).isEqualTo(TC_PASS);
        }
        assertThat(program.verdict(frame)).isEqualTo(TC_DROP);
        assertThat(dropped(Direction.OUT)).isEqualTo(new Cells.Amount(octets, 20));
    }

    @Test
    void shouldLimitEachDirectionByItself() {
        limits.replace(Map.of(OUT, ALMOST_NOTHING));
        emptyTheBucket();
        ProgramRun inbound = node.program("nic_to_ecs_tc");
        for (int i = 0; i < 200; i++) {
            assertThat(inbound.verdict(Frames.udp(CLIENT, PUBLIC, 1024))).isEqualTo(TC_PASS);
        }
        assertThat(dropped(Direction.IN)).isEqualTo(Cells.Amount.ZERO);
    }

    @Test
    void shouldLeaveAloneWhatIsNotBilledAtTheInterface() {
        limits.replace(Map.of(OUT, ALMOST_NOTHING));
        ProgramRun program = node.program("nic_from_ecs_tc");
        for (int i = 0; i < 200; i++) {
            assertThat(program.verdict(Frames.udp(PRIVATE, NEIGHBOUR, 1024))).isEqualTo(TC_PASS);
        }
    }

    @Test
    void shouldKeepTheStateOfTheBucketWhenTheRateChanges() {
        limits.replace(Map.of(OUT, ALMOST_NOTHING));
        emptyTheBucket();
        limits.replace(Map.of(OUT, new LimitRate(16), new LimitTable.Key(99, Direction.OUT), ALMOST_NOTHING));
        assertThat(offer()).as("a new rate is no new burst").isEqualTo(TC_DROP);
    }

    @Test
    void shouldStayInForceWhenTheProcessIsGoneUntilTheNextOneKnowsAll() {
        limits.replace(Map.of(OUT, ALMOST_NOTHING));
        emptyTheBucket();
        LimitTable next = new LimitTable(node.object().map("limits"));
        assertThat(offer()).as("as it was").isEqualTo(TC_DROP);
        next.replace(Map.of(new LimitTable.Key(99, Direction.OUT), ALMOST_NOTHING, OUT, ALMOST_NOTHING));
        assertThat(offer()).as("with its bucket").isEqualTo(TC_DROP);
        next.replace(Map.of());
        assertThat(offer()).as("lifted").isEqualTo(TC_PASS);
    }

    private void emptyTheBucket() {
        for (int i = 0; i < BURST_OCTETS / 1024; i++) {
            assertThat(offer()).isEqualTo(TC_PASS);
        }
        assertThat(offer()).isEqualTo(TC_DROP);
    }

    private int offer() {
        return node.program("nic_from_ecs_tc").verdict(Frames.udp(PUBLIC, CLIENT, 1024));
    }

    private Cells.Amount forwarded(Direction direction) {
        return cell(direction, DropReason.NONE);
    }

    private Cells.Amount dropped(Direction direction) {
        return cell(direction, DropReason.LIMIT);
    }

    private Cells.Amount cell(Direction direction, DropReason reason) {
        return node.cell(ECS, ObservationPoint.ECS_NIC.code(), direction.code(), reason.code());
    }

    private static Endpoint endpoint(String address, int port) {
        return new Endpoint(IpAddress.parse(address), port);
    }
}

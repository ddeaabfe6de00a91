package io.turnpike.metering.rules;

import static org.assertj.core.api.Assertions.assertThat;

import io.turnpike.flow.Binding;
import io.turnpike.flow.Direction;
import io.turnpike.flow.DropReason;
import io.turnpike.flow.Entry;
import io.turnpike.flow.FlowRecord;
import io.turnpike.flow.IpAddress;
import io.turnpike.flow.Mark;
import io.turnpike.flow.ObservationPoint;
import io.turnpike.flow.ResourceKind;
import io.turnpike.flow.Side;
import io.turnpike.flow.TrafficPath;
import io.turnpike.metering.registry.ResourceIndex;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.stream.Collectors;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.From;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;

/** The laws of attribution over whatever a node may report. */
class RuleTablePropertyTest {
    private static final List<Integer> RESOURCES = List.of(0, 1, 2, 3, 4, 5, 6, 11, 12, 13, 14, 15, 16, 17, 18, 20, 99);
    private static final List<String> ADDRESSES = List.of(
            World.CLIENT,
            World.VIP,
            World.EIP_ADDRESS,
            World.PUBLIC_ADDRESS,
            World.LEGACY_ADDRESS,
            World.LOCAL_ADDRESS,
            "10.0.0.11",
            "10.0.0.12",
            "10.0.0.13",
            "10.0.0.14",
            "10.0.0.15",
            "10.0.0.16",
            World.NAT_ADDRESS,
            World.IPV6_CLIENT,
            World.LOCAL_IPV6_ADDRESS,
            "2001:db8:10::11",
            "2001:db8:10::14",
            "2001:db8:10::16",
            "2001:db8:10::17",
            "2001:db8::1",
            "fd00::1",
            "0.0.0.0",
            "224.0.0.1");

    private final ResourceIndex registry = World.index();

    @Provide
    Arbitrary<FlowRecord> records() {
        return Arbitraries.randomValue(RuleTablePropertyTest::any);
    }

    private static FlowRecord any(Random random) {
        int resource = pick(random, RESOURCES);
        Records record = Records.at(pick(random, ObservationPoint.values()), resource)
                .binding(random.nextInt(10) == 0 ? pick(random, RESOURCES) : resource)
                .entry(pick(random, Entry.values()))
                .mark(random.nextInt(4) == 0 ? pick(random, Mark.values()) : Mark.NONE)
                .opened(pick(random, Side.values()), pick(random, ADDRESSES), pick(random, ADDRESSES))
                .octets(random.nextInt(1500), random.nextInt(1500));
        if (random.nextInt(5) == 0) {
            record.dropped(pick(random, DropReason.values()), pick(random, Direction.values()));
        }
        return record.build();
    }

    private static <T> T pick(Random random, List<T> values) {
        return values.get(random.nextInt(values.size()));
    }

    private static <T> T pick(Random random, T[] values) {
        return values[random.nextInt(values.length)];
    }

    @Property
    void shouldPutEachSliceInOneCellThatContradictsNothing(@ForAll("records") FlowRecord record) {
        for (Slice slice : Slice.of(record)) {
            Attribution attribution = RuleTable.standard().attribute(slice, registry);
            assertThat(attribution).isEqualTo(RuleTable.standard().attribute(slice, World.index()));
            assertThat(attribution.bindingId()).isEqualTo(record.bindingId());
            boolean isPublicPath = Set.of(
                            TrafficPath.SLB, TrafficPath.EIP, TrafficPath.NAT, TrafficPath.ECS, TrafficPath.IPV6GW)
                    .contains(attribution.path());
            assertThat(attribution.chargeability() != Chargeability.NEVER).isEqualTo(isPublicPath);
            assertThat(slice.dropped() && isPublicPath).isFalse();
            assertThat(isPublicPath && attribution.account().isEmpty()).isFalse();
        }
    }

    @Property
    void shouldConserveOctetsAndPackets(@ForAll List<@From("records") FlowRecord> records) {
        long octets = 0;
        long packets = 0;
        for (FlowRecord record : records) {
            octets += record.initiatorOctets().delta()
                    + record.responderOctets().delta()
                    + record.droppedOctets().delta();
            packets += record.initiatorPackets().delta()
                    + record.responderPackets().delta()
                    + record.droppedPackets().delta();
        }
        assertThat(ledger(records).values().stream().mapToLong(Long::longValue).sum())
                .isEqualTo(octets);
        assertThat(records.stream()
                        .flatMap(record -> Slice.of(record).stream())
                        .mapToLong(Slice::packets)
                        .sum())
                .isEqualTo(packets);
    }

    @Property
    void shouldNotDependOnTheOrder(@ForAll List<@From("records") FlowRecord> records, @ForAll Random random) {
        List<FlowRecord> shuffled = new ArrayList<>(records);
        Collections.shuffle(shuffled, random);
        assertThat(ledger(shuffled)).isEqualTo(ledger(records));
    }

    private Map<Attribution, Long> ledger(List<FlowRecord> records) {
        Map<Attribution, Long> ledger = new HashMap<>();
        for (FlowRecord record : records) {
            for (Slice slice : Slice.of(record)) {
                ledger.merge(RuleTable.standard().attribute(slice, registry), slice.octets(), Long::sum);
            }
        }
        return ledger;
    }

    @Property
    void shouldChargeALegAtItsOneBillingPointAtMost(
            @ForAll Legs.Kind kind, @ForAll Side opener, @ForAll Direction direction, @ForAll Random random) {
        List<Records> reported = subsetWithRepetitions(Legs.observations(kind, opener), random);
        Set<ObservationPoint> charged = reported.stream()
                .map(record -> record.slice(direction))
                .filter(slice -> RuleTable.standard().attribute(slice, registry).chargeability() != Chargeability.NEVER)
                .map(slice -> slice.record().observationPoint())
                .collect(Collectors.toSet());
        assertThat(kind.billingPoints()).containsAll(charged);
    }

    @Property
    void shouldChargeALegOfWhichNothingWasLost(@ForAll Legs.Kind kind, @ForAll Side opener) {
        Set<TrafficPath> charged = Legs.observations(kind, opener).stream()
                .map(record -> RuleTable.standard().attribute(record.slice(Direction.OUT), registry))
                .filter(attribution -> attribution.chargeability() != Chargeability.NEVER)
                .map(Attribution::path)
                .collect(Collectors.toSet());
        assertThat(charged).isEqualTo(kind.paths());
    }

    private static List<Records> subsetWithRepetitions(List<Records> observations, Random random) {
        List<Records> reported = new ArrayList<>();
        for (int i = random.nextInt(10); i > 0; i--) {
            reported.add(observations.get(random.nextInt(observations.size())));
        }
        return reported;
    }

    @Property
    void shouldFollowTheBindingUnderWhichAPacketWasForwarded(@ForAll boolean before, @ForAll Direction direction) {
        IpAddress address = IpAddress.parse(World.EIP_ADDRESS);
        IpAddress owner = IpAddress.parse("10.0.0.12");
        ResourceIndex moved = new ResourceIndex();
        moved.put(World.resource(
                World.EIP,
                "eip-2",
                ResourceKind.EIP,
                new Binding(31, "first", 1, address, owner, null, false, 0, 55_000),
                new Binding(32, "second", 1, address, owner, null, false, 55_000, Binding.OPEN)));
        Slice slice = Records.at(ObservationPoint.BORDER, World.EIP)
                .entry(Entry.EIP)
                .binding(before ? 31 : 32)
                .slice(direction);
        assertThat(RuleTable.standard().attribute(slice, moved).account()).isEqualTo(before ? "first" : "second");
    }
}

package io.turnpike.metering.rules;

import static io.turnpike.flow.ObservationPoint.BORDER;
import static org.assertj.core.api.Assertions.assertThat;

import io.turnpike.flow.Binding;
import io.turnpike.flow.Configuration;
import io.turnpike.flow.FlowRecord;
import io.turnpike.flow.IpAddress;
import io.turnpike.flow.Mark;
import io.turnpike.flow.ObservationPoint;
import io.turnpike.flow.Resource;
import io.turnpike.flow.ResourceKind;
import io.turnpike.flow.Side;
import io.turnpike.metering.registry.ResourceIndex;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Records of {@link Records} last from 50,000 to 60,000 ms. */
class StampsTest {
    private static final long BEGIN = 50_000;
    private static final long END = 60_000;

    private final ResourceIndex index = World.index();

    @ParameterizedTest
    @CsvSource({
        "BORDER, 198.51.100.9, 203.0.113.20, R4 eip-2 beta IN 7|R4 eip-2 beta OUT 5",
        "BORDER, 203.0.113.20, 198.51.100.9, R4 eip-2 beta IN 5|R4 eip-2 beta OUT 7",
        "BORDER, 203.0.113.30, 198.51.100.9, R5 eip-nat acme IN 5|R5 eip-nat acme OUT 7",
        "BORDER, 198.51.100.9, 203.0.113.30, R5 eip-nat acme IN 7|R5 eip-nat acme OUT 5",
        "BORDER, 2001:db8:10::17, 2001:db8:c::9, R15 ipv6gw-17 acme IN 5|R15 ipv6gw-17 acme OUT 7",
        "SLB_FRONT, 198.51.100.9, 203.0.113.10, R2 slb-web acme IN 7|R1 slb-web acme OUT 5",
        "ECS_NIC, 198.51.100.9, 203.0.113.40, R6 ecs14 acme IN 7|R6 ecs14 acme OUT 5",
        "ECS_NIC, 203.0.113.40, 198.51.100.9, R6 ecs14 acme IN 5|R6 ecs14 acme OUT 7",
        "ECS_NIC, 100.64.1.7, 203.0.113.50, R7 ecs15 acme IN 7|R7 ecs15 acme OUT 5",
        "SLB_FRONT, 198.51.100.9, 203.0.113.20, R13 #0  IN 7|R13 #0  OUT 5",
        "BORDER, 198.51.100.9, 203.0.113.99, R13 #0  IN 7|R13 #0  OUT 5",
        "ECS_NIC, 10.0.0.12, 198.51.100.9, R13 #0  IN 7|R13 #0  OUT 5",
    })
    void shouldTellByTheAddressWhoseItIs(ObservationPoint point, String source, String destination, String expected) {
        FlowRecord record = unstamped(point, source, destination, 7, 5);
        assertThat(attributed(Stamps.of(record, BEGIN, END, index)))
                .containsExactlyInAnyOrder(expected.split("\\|", -1));
    }

    @Test
    void shouldSayThatThereWasNoStamp() {
        FlowRecord record = unstamped(BORDER, World.CLIENT, World.EIP_ADDRESS, 7, 5);
        FlowRecord stamped = Stamps.of(record, BEGIN, END, index).getFirst();
        Attribution attribution =
                RuleTable.standard().attribute(Slice.of(stamped).getFirst(), index);
        assertThat(attribution.reason()).isEqualTo("EIP bound 1:1; without a stamp, by address");
        assertThat(attribution.bindingId()).isEqualTo(World.EIP);
    }

    @Test
    void shouldLeaveTheStampsOfNodesAlone() {
        FlowRecord record = Records.at(BORDER, 0)
                .opened(Side.PUBLIC, World.CLIENT, World.EIP_ADDRESS)
                .build();
        assertThat(Stamps.of(record, BEGIN, END, index)).containsExactly(record);
    }

    /** Of an EIP that moves after 3 of 10 s, with octets and packets that do not divide evenly. */
    @Test
    void shouldDivideInProportionToTimeWhereABindingChanged() {
        ResourceIndex moved = new ResourceIndex();
        moved.put(eip(binding(1, "acme", 0, 53_000), binding(2, "beta", 53_000, Binding.OPEN)));
        FlowRecord record = unstamped(BORDER, World.CLIENT, World.EIP_ADDRESS, 1001, 0);
        List<FlowRecord> parts = Stamps.of(record, BEGIN, END, moved);
        assertThat(parts).extracting(FlowRecord::bindingId).containsExactly(1, 2);
        assertThat(parts).extracting(part -> part.initiatorOctets().delta()).containsExactly(300L, 701L);
        assertThat(parts.get(0).initiatorOctets().to())
                .isEqualTo(parts.get(1).initiatorOctets().from());
    }

    @Test
    void shouldNotAttributeTheTimeInWhichTheAddressWasNobodys() {
        ResourceIndex gap = new ResourceIndex();
        gap.put(eip(binding(1, "acme", 51_000, 52_000), binding(2, "beta", 58_000, 59_000)));
        FlowRecord record = unstamped(BORDER, World.CLIENT, World.EIP_ADDRESS, 1000, 0);
        assertThat(Stamps.of(record, BEGIN, END, gap))
                .extracting(
                        part -> part.bindingId() + ": " + part.initiatorOctets().delta())
                .containsExactly("0: 100", "1: 100", "0: 600", "2: 100", "0: 100");
    }

    /** What was before or after the interval was reported with another one. */
    @Test
    void shouldLookAtTheIntervalOnly() {
        ResourceIndex moved = new ResourceIndex();
        moved.put(eip(binding(1, "acme", 0, 53_000), binding(2, "beta", 53_000, Binding.OPEN)));
        FlowRecord record = unstamped(BORDER, World.CLIENT, World.EIP_ADDRESS, 100, 0);
        assertThat(Stamps.of(record, 50_000, 53_000, moved))
                .extracting(FlowRecord::bindingId)
                .containsExactly(1);
        assertThat(Stamps.of(record, 53_000, 60_000, moved))
                .extracting(FlowRecord::bindingId)
                .containsExactly(2);
        assertThat(Stamps.of(record, 90_000, 90_000, moved))
                .extracting(FlowRecord::bindingId)
                .containsExactly(2);
    }

    @Test
    void shouldLoseNoOctetByDividing() {
        Random random = new Random(5);
        for (int i = 0; i < 2_000; i++) {
            ResourceIndex moved = new ResourceIndex();
            long first = 49_000L + random.nextInt(12_000);
            long second = first + random.nextInt(6_000);
            moved.put(eip(binding(1, "acme", 0, first), binding(2, "beta", second, second + random.nextInt(9_000))));
            FlowRecord record =
                    unstamped(BORDER, World.CLIENT, World.EIP_ADDRESS, random.nextLong(1L << 40), random.nextLong(100));
            List<FlowRecord> parts = Stamps.of(record, BEGIN, END, moved);
            assertThat(parts.stream()
                            .mapToLong(part -> part.initiatorOctets().delta())
                            .sum())
                    .isEqualTo(record.initiatorOctets().delta());
            assertThat(parts.stream()
                            .mapToLong(part -> part.responderOctets().delta())
                            .sum())
                    .isEqualTo(record.responderOctets().delta());
            assertThat(parts.stream()
                            .mapToLong(part -> part.initiatorPackets().delta())
                            .sum())
                    .isEqualTo(record.initiatorPackets().delta());
        }
    }

    private List<String> attributed(List<FlowRecord> records) {
        return records.stream()
                .flatMap(record -> Slice.of(record).stream())
                .map(this::attributed)
                .toList();
    }

    private String attributed(Slice slice) {
        Attribution attribution = RuleTable.standard().attribute(slice, index);
        return attribution.ruleId() + " " + attribution.resourceId() + " " + attribution.account() + " "
                + slice.direction() + " " + slice.octets();
    }

    /** As a capture has it: who is inside is not known. */
    private static FlowRecord unstamped(
            ObservationPoint point, String source, String destination, long initiator, long responder) {
        return Records.at(point, 0)
                .mark(Mark.UNSTAMPED)
                .opened(Side.PUBLIC, source, destination)
                .octets(responder, initiator)
                .build();
    }

    private static Binding binding(int id, String account, long from, long to) {
        return new Binding(
                id,
                account,
                1,
                IpAddress.parse(World.EIP_ADDRESS),
                IpAddress.parse("10.0.0.12"),
                null,
                false,
                from,
                to);
    }

    private static Resource eip(Binding... bindings) {
        return new Resource("eip-7", 7, ResourceKind.EIP, 1, List.of(bindings), Configuration.NONE);
    }
}

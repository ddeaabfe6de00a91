package io.turnpike.metering.rules;

import static io.turnpike.flow.Direction.IN;
import static io.turnpike.flow.Direction.OUT;
import static io.turnpike.flow.ObservationPoint.BORDER;
import static io.turnpike.flow.ObservationPoint.ECS_NIC;
import static io.turnpike.flow.ObservationPoint.L7;
import static io.turnpike.flow.ObservationPoint.SLB_BACK;
import static io.turnpike.flow.ObservationPoint.SLB_FRONT;
import static io.turnpike.metering.rules.Chargeability.ALWAYS;
import static io.turnpike.metering.rules.Chargeability.BY_PLAN;
import static io.turnpike.metering.rules.Chargeability.NEVER;
import static io.turnpike.metering.rules.World.ipv6Address;
import static io.turnpike.metering.rules.World.privateAddress;
import static org.assertj.core.api.Assertions.assertThat;

import io.turnpike.flow.Direction;
import io.turnpike.flow.DropReason;
import io.turnpike.flow.Entry;
import io.turnpike.flow.Mark;
import io.turnpike.flow.ObservationPoint;
import io.turnpike.flow.Side;
import io.turnpike.flow.TrafficPath;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Each row of the table by example. */
class RuleTableTest {
    private final Registry registry = World.index();

    record Case(String name, Records record, Direction direction, String rule, TrafficPath path, Chargeability charge) {
        @Override
        public String toString() {
            return name + " -> " + rule;
        }
    }

    private static Case free(String name, Records record, Direction direction, String rule) {
        return new Case(name, record, direction, rule, TrafficPath.INTERNAL, NEVER);
    }

    static Stream<Case> cases() {
        return Stream.of(nodes(), refusals(), loadBalancers(), borders(), interfaces())
                .flatMap(List::stream);
    }

    private static List<Case> nodes() {
        return List.of(
                free("BGP", Records.at(BORDER, 0).mark(Mark.INFRASTRUCTURE), OUT, "INFRA"),
                free("a probe", probe(SLB_BACK), OUT, "R9"),
                free(
                        "a probe where it arrives",
                        nic(World.BACKEND, Side.PUBLIC, World.LOCAL_ADDRESS, privateAddress(World.BACKEND))
                                .mark(Mark.PROBE),
                        OUT,
                        "R9"),
                free(
                        "the mark on what a backend opens towards a checker",
                        nic(World.BACKEND, Side.PRIVATE, privateAddress(World.BACKEND), World.LOCAL_ADDRESS)
                                .mark(Mark.PROBE),
                        OUT,
                        "R7"),
                new Case("a probe at the front", probe(SLB_FRONT), OUT, "R1", TrafficPath.SLB, ALWAYS),
                new Case(
                        "the mark without a checker's address",
                        Records.at(SLB_FRONT, World.SLB).mark(Mark.PROBE).opened(Side.PUBLIC, World.CLIENT, World.VIP),
                        IN,
                        "R2",
                        TrafficPath.SLB,
                        BY_PLAN));
    }

    private static Records probe(ObservationPoint point) {
        return Records.at(point, World.SLB)
                .mark(Mark.PROBE)
                .opened(Side.PUBLIC, World.LOCAL_ADDRESS, privateAddress(World.BACKEND));
    }

    private static List<Case> refusals() {
        Records unstamped = Records.at(ECS_NIC, World.UNKNOWN);
        return List.of(
                denied("refused", outbound(World.ISOLATED).dropped(DropReason.NO_PUBLIC_PATH, OUT), OUT),
                denied("opened without a path", outbound(World.ISOLATED), OUT),
                denied("its reply", outbound(World.ISOLATED), IN),
                denied("opened beside the SNAT entries", outbound(World.NAT_STRANGER), OUT),
                denied("opened by IPv6 without a gateway", ipv6Outbound(World.ISOLATED), OUT),
                denied("opened by IPv6 with bandwidth for IPv4", ipv6Outbound(World.PUBLIC_ECS), OUT),
                denied("opened by a legacy ECS", legacy(Side.PRIVATE, World.LEGACY_ADDRESS, World.CLIENT), OUT),
                denied("inbound to a legacy address", legacy(Side.PUBLIC, World.CLIENT, World.LEGACY_ADDRESS), IN),
                new Case(
                        "over the limit",
                        Records.at(SLB_FRONT, World.SLB).dropped(DropReason.LIMIT, IN),
                        IN,
                        "R11",
                        TrafficPath.DROPPED,
                        NEVER),
                unattributed("unknown resource", unstamped, OUT),
                unattributed("unknown binding", Records.at(SLB_FRONT, World.SLB).binding(World.UNKNOWN), OUT),
                unattributed(
                        "another's binding", Records.at(SLB_FRONT, World.SLB).binding(World.EIP), OUT),
                unattributed(
                        "an ECS at the border",
                        Records.at(BORDER, World.PUBLIC_ECS).entry(Entry.ECS),
                        OUT),
                unattributed("an address that is missing", Records.at(ECS_NIC, World.ISOLATED), OUT),
                unattributed("inbound by IPv6 without a gateway", ipv6Inbound(World.ISOLATED), IN),
                unattributed("inbound beside the DNAT entries", inbound(World.NAT_STRANGER), IN),
                unattributed(
                        "inbound to a private address without a path",
                        Records.at(ECS_NIC, World.ISOLATED)
                                .opened(Side.PUBLIC, World.CLIENT, privateAddress(World.ISOLATED)),
                        IN));
    }

    private static Case denied(String name, Records record, Direction direction) {
        return new Case(name, record, direction, "R12", TrafficPath.DENIED, NEVER);
    }

    private static Case unattributed(String name, Records record, Direction direction) {
        return new Case(name, record, direction, "R13", TrafficPath.UNATTRIBUTED, NEVER);
    }

    private static Records outbound(int ecs) {
        return Records.at(ECS_NIC, ecs).opened(Side.PRIVATE, privateAddress(ecs), World.CLIENT);
    }

    private static Records inbound(int ecs) {
        return Records.at(ECS_NIC, ecs).opened(Side.PUBLIC, World.CLIENT, privateAddress(ecs));
    }

    private static Records ipv6Outbound(int ecs) {
        return Records.at(ECS_NIC, ecs).opened(Side.PRIVATE, ipv6Address(ecs), World.IPV6_CLIENT);
    }

    private static Records ipv6Inbound(int ecs) {
        return Records.at(ECS_NIC, ecs).opened(Side.PUBLIC, World.IPV6_CLIENT, ipv6Address(ecs));
    }

    private static Records legacy(Side opener, String from, String to) {
        return Records.at(ECS_NIC, World.LEGACY).opened(opener, from, to);
    }

    private static List<Case> loadBalancers() {
        Records front = Records.at(SLB_FRONT, World.SLB).entry(Entry.SLB).opened(Side.PUBLIC, World.CLIENT, World.VIP);
        return List.of(
                new Case("egress", front, OUT, "R1", TrafficPath.SLB, ALWAYS),
                new Case("ingress", front, IN, "R2", TrafficPath.SLB, BY_PLAN),
                new Case(
                        "a reply of its own",
                        Records.at(SLB_FRONT, World.SLB).sessionless(),
                        OUT,
                        "R1",
                        TrafficPath.SLB,
                        ALWAYS),
                free("the leg to the backend", Records.at(SLB_BACK, World.SLB), OUT, "R3"),
                free("a proxy's leg to the client", Records.at(L7, World.SLB).entry(Entry.SLB), IN, "R3"),
                free("a proxy's leg to the backend", Records.at(L7, World.BACKEND), OUT, "R3"),
                free("what else a proxy sends", Records.at(L7, 0).mark(Mark.INFRASTRUCTURE), OUT, "INFRA"),
                free("a private VIP", Records.at(SLB_FRONT, World.PRIVATE_SLB), OUT, "R3"));
    }

    private static List<Case> borders() {
        return List.of(
                new Case("EIP", Records.at(BORDER, World.EIP).entry(Entry.EIP), OUT, "R4", TrafficPath.EIP, BY_PLAN),
                nat("SNAT", Entry.SNAT, OUT),
                nat("its reply", Entry.SNAT, IN),
                nat("DNAT", Entry.DNAT, IN),
                unattributed(
                        "SNAT stamped with the gateway",
                        Records.at(BORDER, World.NAT).entry(Entry.SNAT),
                        OUT),
                ipv6("IPv6 out", Side.PRIVATE, OUT),
                ipv6("IPv6 in", Side.PUBLIC, IN),
                unattributed(
                        "IPv6 stamped with the ECS",
                        Records.at(BORDER, World.IPV6_ECS).entry(Entry.IPV6GW),
                        OUT));
    }

    private static Case nat(String name, Entry entry, Direction direction) {
        return new Case(
                name, Records.at(BORDER, World.NAT_EIP).entry(entry), direction, "R5", TrafficPath.NAT, BY_PLAN);
    }

    private static Case ipv6(String name, Side opener, Direction direction) {
        Records record = Records.at(BORDER, World.IPV6GW).entry(Entry.IPV6GW).opened(opener, "::", "::");
        return new Case(name, record, direction, "R15", TrafficPath.IPV6GW, BY_PLAN);
    }

    private static List<Case> interfaces() {
        String between = privateAddress(World.BACKEND);
        return List.of(
                free("an SLB's backend", nic(World.BACKEND, Side.PUBLIC, World.LOCAL_ADDRESS, between), OUT, "R7"),
                free("a legacy backend", legacy(Side.PUBLIC, World.LOCAL_ADDRESS, World.LEGACY_ADDRESS), OUT, "R7"),
                free("in by the EIP", inbound(World.EIP_OWNER), OUT, "R8"),
                free("out by the EIP", outbound(World.EIP_OWNER), OUT, "R8"),
                free("out by SNAT", outbound(World.NAT_USER), OUT, "R8"),
                free("in by DNAT", inbound(World.NAT_USER), IN, "R8"),
                free("stamped DNAT", inbound(World.ISOLATED).entry(Entry.DNAT), IN, "R8"),
                free("stamped SNAT", outbound(World.ISOLATED).entry(Entry.SNAT), OUT, "R8"),
                free("stamped IPV6GW", ipv6Outbound(World.ISOLATED).entry(Entry.IPV6GW), OUT, "R8"),
                free("out by the IPv6 gateway", ipv6Outbound(World.IPV6_ECS), OUT, "R8"),
                free("in by the IPv6 gateway", ipv6Inbound(World.IPV6_ECS), OUT, "R8"),
                free(
                        "an IPv6 SLB's backend",
                        nic(World.BACKEND, Side.PUBLIC, World.LOCAL_IPV6_ADDRESS, ipv6Address(World.BACKEND)),
                        OUT,
                        "R7"),
                free(
                        "inside by IPv6",
                        nic(World.BACKEND, Side.PRIVATE, ipv6Address(World.BACKEND), ipv6Address(World.IPV6_ECS)),
                        OUT,
                        "R14"),
                free("inside", nic(World.BACKEND, Side.PRIVATE, between, privateAddress(World.PUBLIC_ECS)), OUT, "R14"),
                free("to its neighbours", nic(World.BACKEND, Side.PRIVATE, between, "224.0.0.251"), OUT, "R14"),
                free("a legacy ECS inside", legacy(Side.PRIVATE, World.LEGACY_ADDRESS, between), OUT, "R14"),
                ecs("inbound to its address", nicPublic(Side.PUBLIC, World.CLIENT, World.PUBLIC_ADDRESS), IN),
                ecs("outbound", nicPublic(Side.PRIVATE, World.PUBLIC_ADDRESS, World.CLIENT), OUT),
                ecs("translated on its way out", outbound(World.PUBLIC_ECS).translatedTo(World.PUBLIC_ADDRESS), OUT),
                ecs(
                        "an inside peer at its public address",
                        nicPublic(Side.PUBLIC, between, World.PUBLIC_ADDRESS),
                        OUT));
    }

    private static Case ecs(String name, Records record, Direction direction) {
        return new Case(name, record.entry(Entry.ECS), direction, "R6", TrafficPath.ECS, BY_PLAN);
    }

    private static Records nic(int ecs, Side opener, String from, String to) {
        return Records.at(ECS_NIC, ecs).opened(opener, from, to);
    }

    private static Records nicPublic(Side opener, String from, String to) {
        return nic(World.PUBLIC_ECS, opener, from, to);
    }

    @ParameterizedTest
    @MethodSource("cases")
    void shouldDecideByTheTable(Case example) {
        Attribution attribution =
                RuleTable.standard().attribute(example.record().slice(example.direction()), registry);
        assertThat(attribution.ruleId()).isEqualTo(example.rule());
        assertThat(attribution.path()).isEqualTo(example.path());
        assertThat(attribution.chargeability()).isEqualTo(example.charge());
    }

    @Test
    void shouldNameTheOwnerAsApplied() {
        Slice slice = Records.at(BORDER, World.EIP).entry(Entry.EIP).slice(OUT);
        assertThat(RuleTable.standard().attribute(slice, registry))
                .isEqualTo(
                        new Attribution(TrafficPath.EIP, BY_PLAN, "R4", "EIP bound 1:1", "beta", "eip-2", World.EIP));
    }

    @Test
    void shouldNameAnUnknownResourceByItsNumber() {
        Slice slice = Records.at(SLB_FRONT, World.UNKNOWN).slice(OUT);
        Attribution attribution = RuleTable.standard().attribute(slice, registry);
        assertThat(attribution.resourceId()).isEqualTo("#99");
        assertThat(attribution.account()).isEmpty();
        assertThat(attribution.bindingId()).isEqualTo(World.UNKNOWN);
    }

    @Test
    void shouldTellTheRepliesOfTheLoadBalancerItself() {
        Slice slice = Records.at(SLB_FRONT, World.SLB).sessionless().slice(OUT);
        assertThat(RuleTable.standard().attribute(slice, registry).reason()).startsWith("R10");
    }

    @Test
    void shouldRaiseAnAlarmOnlyForWhatWasForwarded() {
        Attribution refused = attribute(outbound(World.ISOLATED).dropped(DropReason.NO_PUBLIC_PATH, OUT));
        Attribution forwarded = attribute(outbound(World.ISOLATED));
        assertThat(refused.reason()).isEqualTo("NO_PUBLIC_PATH");
        assertThat(RuleTable.isAlarm(refused)).isFalse();
        assertThat(RuleTable.isAlarm(forwarded)).isTrue();
    }

    private Attribution attribute(Records record) {
        return RuleTable.standard().attribute(record.slice(OUT), registry);
    }
}

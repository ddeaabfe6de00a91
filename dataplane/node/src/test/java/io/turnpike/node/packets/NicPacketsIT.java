package io.turnpike.node.packets;

import static io.turnpike.node.packets.NodeUnderTest.Verdict.DROPPED;
import static io.turnpike.node.packets.NodeUnderTest.Verdict.PASSED;
import static org.assertj.core.api.Assertions.assertThat;

import io.turnpike.flow.Configuration;
import io.turnpike.flow.Direction;
import io.turnpike.flow.DnatEntry;
import io.turnpike.flow.DropReason;
import io.turnpike.flow.Endpoint;
import io.turnpike.flow.Entry;
import io.turnpike.flow.IpAddress;
import io.turnpike.flow.IpPrefix;
import io.turnpike.flow.NodeRole;
import io.turnpike.flow.ObservationPoint;
import io.turnpike.flow.SnatEntry;
import io.turnpike.node.role.NicRole;
import io.turnpike.node.role.NodeInterface;
import io.turnpike.node.role.Role.Hook;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.NullMarked;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.condition.EnabledIf;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/** By which entry the packets of an ECS pass its interface, and which may not. */
@NullMarked
@EnabledIf("io.turnpike.node.packets.TestNamespace#isPossible")
class NicPacketsIT {
    private static final String CLIENT = "198.51.100.11";
    private static final String CLIENT_IPV6 = "2001:db8:c::11";
    private static final AtomicInteger PORT = new AtomicInteger(20_000);
    private static TestNamespace namespace;
    private static NodeUnderTest host;

    @BeforeAll
    static void load() {
        namespace = new TestNamespace(List.of("vif2", "vif3", "vif4", "vif6"), List.of());
        List<NodeInterface> interfaces = NodeInterface.parse("vif2=ecs2,vif3=ecs3,vif4=ecs4,vif6=ecs6");
        host = new NodeUnderTest(namespace, new NicRole(interfaces), interfaces);
        Endpoint server = new Endpoint(IpAddress.parse("10.0.0.13"), 8080);
        host.apply(List.of(
                Resources.ecs(2, "10.0.0.12", "2001:db8:10::12", null),
                Resources.ecs(3, "10.0.0.13", "2001:db8:10::13", null),
                Resources.ecs(4, "10.0.0.14", "2001:db8:10::14", "203.0.113.40"),
                Resources.ecs(6, "10.1.0.16", "2001:db8:10::16", null),
                Resources.eip("eip", 20, "203.0.113.20", "10.0.0.12"),
                Resources.eip("eip-nat", 31, "203.0.113.31", null),
                Resources.ipv6Gateway(40, "2001:db8:10::12"),
                Resources.node("director1", 10, NodeRole.DIRECTOR, List.of("100.64.1.0/24", "fd64:1::/64"), List.of()),
                Resources.nat(
                        50,
                        new Configuration.NatGateway(
                                List.of(new SnatEntry(IpPrefix.parse("10.0.0.0/24"), List.of("eip-nat"))),
                                List.of(new DnatEntry("eip-nat", Frame.TCP, 80, "ecs3", server))))));
    }

    @AfterAll
    static void unload() {
        namespace.close();
    }

    private static SeenFrame fromEcs(Hook hook, int ecs, Frame frame) {
        return host.run("nic_from_ecs", hook, "vif" + ecs, frame);
    }

    private static SeenFrame toEcs(Hook hook, int ecs, Frame frame) {
        return host.run("nic_to_ecs", hook, "vif" + ecs, frame);
    }

    @ParameterizedTest
    @CsvSource({
        "2, 10.0.0.12,       198.51.100.11,   EIP",
        "2, 10.0.0.12,       10.0.0.13,       PRIVATE",
        "2, 2001:db8:10::12, 2001:db8:c::11,  IPV6GW",
        "2, 2001:db8:10::12, 2001:db8:10::16, PRIVATE",
        "2, 2001:db8:10::12, fd64:1::5,       SLB",
        "2, 2001:db8:10::12, fd00::5,         PRIVATE",
        "3, 10.0.0.13,       198.51.100.11,   SNAT",
        "4, 203.0.113.40,    198.51.100.11,   ECS",
        "4, 10.0.0.14,       100.64.1.9,      SLB",
    })
    void shouldStampWhatTheEcsOpens(int ecs, String own, String peer, Entry entry) {
        for (Hook hook : Hook.values()) {
            int port = PORT.incrementAndGet();
            assertThat(fromEcs(hook, ecs, Frame.udp(own, port, peer, 53)).verdict())
                    .isEqualTo(PASSED);
            assertThat(host.entryOfSessionFrom(port)).isEqualTo(entry);
        }
    }

    @ParameterizedTest
    @CsvSource({
        "2, 198.51.100.11,  10.0.0.12,       EIP",
        "3, 198.51.100.11,  10.0.0.13,       DNAT",
        "2, 2001:db8:c::11, 2001:db8:10::12, IPV6GW",
        "4, 198.51.100.11,  203.0.113.40,    ECS",
        "6, fd64:1::5,      2001:db8:10::16, SLB",
    })
    void shouldStampWhatReachesTheEcs(int ecs, String peer, String own, Entry entry) {
        for (Hook hook : Hook.values()) {
            int port = PORT.incrementAndGet();
            assertThat(toEcs(hook, ecs, Frame.udp(peer, port, own, 53)).verdict())
                    .isEqualTo(PASSED);
            assertThat(host.entryOfSessionFrom(port)).isEqualTo(entry);
        }
    }

    @ParameterizedTest
    @CsvSource({
        "6, 10.1.0.16,       198.51.100.11,  NO_PUBLIC_PATH",
        "6, 2001:db8:10::16, 2001:db8:c::11, NO_PUBLIC_PATH",
        "3, 2001:db8:10::13, 2001:db8:c::11, NO_PUBLIC_PATH",
        "3, 2001:db8:10::12, 2001:db8:c::11, SPOOFED",
        "4, 10.0.0.12,       198.51.100.11,  SPOOFED",
    })
    void shouldRefuseWhatHasNoPublicPath(int ecs, String own, String peer, DropReason reason) {
        for (Hook hook : Hook.values()) {
            long before = host.octets(ObservationPoint.ECS_NIC, ecs, Direction.OUT, reason);
            Frame frame = Frame.tcp(own, PORT.incrementAndGet(), peer, 443);
            assertThat(fromEcs(hook, ecs, frame).verdict()).isEqualTo(DROPPED);
            assertThat(host.octets(ObservationPoint.ECS_NIC, ecs, Direction.OUT, reason) - before)
                    .isEqualTo(frame.octets());
        }
    }

    @ParameterizedTest
    @EnumSource(Hook.class)
    void shouldMeterAnEchoBothWaysAsOneSession(Hook hook) {
        long before = host.sessions();
        Frame request = Frame.echoRequest("2001:db8:10::12", CLIENT_IPV6, PORT.incrementAndGet());
        SeenFrame seen = fromEcs(hook, 2, request);
        assertThat(toEcs(hook, 2, Frame.answer(seen)).verdict()).isEqualTo(PASSED);
        Frame legacy = Frame.echoRequest("10.0.0.12", CLIENT, PORT.incrementAndGet());
        assertThat(toEcs(hook, 2, Frame.answer(fromEcs(hook, 2, legacy))).verdict())
                .isEqualTo(PASSED);
        assertThat(host.sessions() - before).isEqualTo(2);
    }

    /** Behind a NAT gateway the router that sends an error is nobody the ECS has a way to; its own session is. */
    @ParameterizedTest
    @EnumSource(Hook.class)
    void shouldCountAnErrorOnTheSessionItIsAbout(Hook hook) {
        int port = PORT.incrementAndGet();
        SeenFrame sent = fromEcs(hook, 3, Frame.udp("10.0.0.13", port, CLIENT, 53));
        long before = host.sessions();
        byte[] error = IcmpError.tooBig("192.0.2.99", sent.packet());
        assertThat(host.run("nic_to_ecs", hook, "vif3", error, 0).verdict()).isEqualTo(PASSED);
        assertThat(host.sessions()).isEqualTo(before);
        assertThat(host.recordsOfSessionFrom(port)).singleElement().satisfies(record -> {
            assertThat(record.entry()).isEqualTo(Entry.SNAT);
            assertThat(record.octets(Direction.IN).to()).isEqualTo(error.length - 14);
        });
        byte[] unknown = fromEcs(hook, 3, Frame.udp("10.0.0.13", PORT.incrementAndGet(), "10.0.0.12", 53))
                .packet();
        unknown[21] ^= 1;
        assertThat(host.run("nic_to_ecs", hook, "vif3", IcmpError.tooBig("10.9.9.9", unknown), 0)
                        .verdict())
                .isEqualTo(DROPPED);
        assertThat(host.sessions()).isEqualTo(before + 1);
    }

    @ParameterizedTest
    @EnumSource(Hook.class)
    void shouldLetTheLinkItselfPassUncounted(Hook hook) {
        long before = host.sessions();
        byte[] solicitation = NeighbourSolicitation.of("2001:db8:10::16", "2001:db8:10::1");
        assertThat(host.run("nic_from_ecs", hook, "vif6", solicitation, 0).verdict())
                .isEqualTo(PASSED);
        assertThat(host.run("nic_to_ecs", hook, "vif6", solicitation, 0).verdict())
                .isEqualTo(PASSED);
        assertThat(fromEcs(hook, 6, Frame.udp("fe80::16", 546, "ff02::1:2", 547))
                        .verdict())
                .isEqualTo(PASSED);
        assertThat(fromEcs(hook, 6, Frame.udp("::", 1, "ff02::16", 2)).verdict())
                .isEqualTo(PASSED);
        assertThat(host.sessions()).isEqualTo(before);
    }
}

package io.turnpike.flow;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class ResourceCodecTest {
    /** What release 2 wrote of a load balancer with a TCP and an HTTPS listener. */
    private static final String VERSION_2 =
            "545052560207736c622d77656203011101020461636d65010094c483b0f9ff7f0000000000e807ff"
                    + "ffffffffffffff7f0206005001046563733100968080a0e1ff7f903f64000602bb03010465637331"
                    + "00968080a0e1ff7f903f640206636572742d6106636572742d62667d2b4d";

    private static final List<Backend> BACKENDS =
            List.of(new Backend("ecs1", new Endpoint(IpAddress.parse("10.0.0.11"), 8080), 100));
    private static final List<Binding> EIP_OF_A_GATEWAY =
            List.of(new Binding(7, "acme", 1, IpAddress.parse("203.0.113.30"), null, null, false, 0, Binding.OPEN));
    private static final Resource SLB = new Resource(
            "slb-web",
            3,
            ResourceKind.SLB,
            17,
            List.of(
                    new Binding(1, "acme", 1, IpAddress.parse("203.0.113.10"), null, null, false, 0, 1000),
                    new Binding(
                            2, "globex", 1, IpAddress.parse("203.0.113.10"), null, null, false, 1000, Binding.OPEN)),
            new Configuration.LoadBalancer(List.of(
                    Listener.transport(6, 80, BACKENDS),
                    new Listener(6, Application.HTTPS, 443, BACKENDS, List.of("cert-a", "cert-b")))));

    private static Configuration layer4() {
        Backend slave = new Backend("ecs2", new Endpoint(IpAddress.parse("10.0.0.12"), 0), 0);
        Listener udp = Listener.transport(17, 2000, List.of(BACKENDS.getFirst(), slave))
                .withLastPort(2999)
                .with(new Scheduling(Scheduler.TCH, GroupMode.MASTER_SLAVE, 3600, 30, 900))
                .with(new HealthCheck(new HealthCheck.Udp("ping", "pong"), 53, 50, 300, 2, 10))
                .with(new Protection(
                        new ConnectionLimits(1000, 100),
                        100_000_000,
                        50_000_000,
                        new AccessList(AccessList.Action.DENY, List.of(IpPrefix.parse("192.0.2.0/24")))));
        Listener tcp = Listener.transport(6, 443, BACKENDS)
                .withEstablishedTimeout(10)
                .with(new HealthCheck(
                        new HealthCheck.Http("GET", "/ready", "www.example.com", List.of(2, 3)), 0, 1, 1, 3, 3));
        Listener probed =
                Listener.transport(6, 22, BACKENDS).with(new HealthCheck(new HealthCheck.Tcp(), 0, 2, 5, 3, 3));
        return new Configuration.LoadBalancer(List.of(udp, tcp, probed), new ConnectionLimits(0, 5));
    }

    static List<Resource> everyKind() {
        return List.of(
                SLB,
                new Resource("eip-nat", 4, ResourceKind.EIP, 18, EIP_OF_A_GATEWAY, Configuration.NONE),
                new Resource(
                        "proxy1",
                        5,
                        ResourceKind.NODE,
                        19,
                        List.of(),
                        new Configuration.Node(
                                NodeRole.PROXY,
                                List.of(IpPrefix.parse("100.64.2.1/32")),
                                List.of(IpAddress.parse("172.31.16.11"), IpAddress.parse("fd00:16::11")))),
                new Resource(
                        "nat1",
                        6,
                        ResourceKind.NAT,
                        20,
                        List.of(),
                        new Configuration.NatGateway(
                                List.of(new SnatEntry(IpPrefix.parse("10.0.0.0/24"), List.of("eip-nat"))),
                                List.of(
                                        new DnatEntry(
                                                "eip-nat",
                                                6,
                                                8080,
                                                "ecs3",
                                                new Endpoint(IpAddress.parse("10.0.0.13"), 80)),
                                        new DnatEntry(
                                                "eip-all",
                                                0,
                                                0,
                                                "ecs3",
                                                new Endpoint(IpAddress.parse("10.0.0.13"), 0))))),
                new Resource("slb-l4", 9, ResourceKind.SLB, 22, List.of(), layer4()),
                new Resource(
                        "cert-a",
                        8,
                        ResourceKind.CERTIFICATE,
                        21,
                        List.of(),
                        new Configuration.Certificate("-----BEGIN CERTIFICATE-----")));
    }

    @ParameterizedTest
    @MethodSource("everyKind")
    void shouldReadBackWhatItWrote(Resource resource) throws WireFormatException {
        assertThat(ResourceCodec.decode(ResourceCodec.encode(resource))).isEqualTo(resource);
    }

    @Test
    void shouldReadListenersOfTheReleaseBeforeWithTheDefaults() throws WireFormatException {
        Resource read = ResourceCodec.decode(HexFormat.of().parseHex(VERSION_2));
        assertThat(read.listeners())
                .containsExactly(
                        Listener.transport(6, 80, BACKENDS),
                        new Listener(6, Application.HTTPS, 443, BACKENDS, List.of("cert-a", "cert-b")));
        assertThat(read.configuration()).isEqualTo(new Configuration.LoadBalancer(read.listeners()));
    }

    @Test
    void shouldFindTheOpenBinding() {
        assertThat(SLB.openBinding()).map(Binding::account).contains("globex");
    }

    @ParameterizedTest
    @MethodSource("everyKind")
    void shouldRefuseEveryTruncation(Resource resource) {
        byte[] bytes = ResourceCodec.encode(resource);
        for (int length = 0; length < bytes.length; length++) {
            byte[] cut = Arrays.copyOf(bytes, length);
            assertThatThrownBy(() -> ResourceCodec.decode(cut)).isInstanceOf(WireFormatException.class);
        }
    }
}

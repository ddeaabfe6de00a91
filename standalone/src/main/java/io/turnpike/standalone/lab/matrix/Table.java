package io.turnpike.standalone.lab.matrix;

import static io.turnpike.standalone.lab.matrix.Protocol.ICMP;
import static io.turnpike.standalone.lab.matrix.Protocol.TCP;
import static io.turnpike.standalone.lab.matrix.Protocol.UDP;

import io.turnpike.standalone.lab.Topology;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/** Every ECS, every path, both ways, every protocol and family: what has to work, what is refused, and who pays. */
final class Table {
    private static final String CLIENT_HOST = "client1";
    private static final int WEB = 80;
    private static final int ECHO = 7;
    private static final String SNAT_POOL = "eip-snat1|eip-snat2";

    private final List<Probe> probes = new ArrayList<>();

    private Table() {}

    static List<Probe> probes() {
        Table table = new Table();
        for (int n = 1; n <= Topology.ECS.size(); n++) {
            table.loadBalancers(n, false);
            table.loadBalancers(n, true);
        }
        table.elasticAddress();
        table.natGateway();
        table.ownBandwidth();
        table.legacy();
        table.withoutPublicPath();
        for (int n = 1; n <= Topology.ECS.size(); n++) {
            table.ipv6(n);
            table.inside(n);
        }
        return List.copyOf(table.probes);
    }

    private static String ecs(int n) {
        return "ecs" + n;
    }

    private static String address(int n, boolean ipv6) {
        return (ipv6 ? "2001:db8:10::1" : "10.0.0.1") + n;
    }

    private static String client(boolean ipv6) {
        return ipv6 ? Topology.CLIENT_IPV6 : Topology.CLIENT;
    }

    /** The matrix's own instances: a listener for each ECS, so that it is known who serves. */
    private void loadBalancers(int n, boolean ipv6) {
        String transport = ipv6 ? "slb-each6" : "slb-each";
        String vip = ipv6 ? Topology.EACH_VIP_IPV6 : Topology.EACH_VIP;
        List<Claim> claims = new ArrayList<>(both(transport, "SLB", "R1", "R2", true));
        claims.addAll(both(transport, "INTERNAL", "R3", "R3", true));
        claims.addAll(both(ecs(n), "INTERNAL", "R7", "R7", true));
        inbound(n, "SLB", TCP, ipv6, vip, 8000 + n, true, claims);
        inbound(n, "SLB", UDP, ipv6, vip, 7000 + n, true, claims);
        if (n == 1) {
            inbound(n, "SLB", ICMP, ipv6, vip, 0, true, both(transport, "SLB", "R1", "R2", true));
        }
        web(n, ipv6);
    }

    /** The proxy's leg to the backend is another session, seen at the backend. */
    private void web(int n, boolean ipv6) {
        String web = ipv6 ? "slb-web-each6" : "slb-web-each";
        String vip = ipv6 ? Topology.EACH_WEB_VIP_IPV6 : Topology.EACH_WEB_VIP;
        List<Claim> claims = new ArrayList<>(both(web, "SLB", "R1", "R2", true));
        claims.addAll(both(web, "INTERNAL", "R3", "R3", true));
        inbound(n, "L7", TCP, ipv6, vip, 9000 + n, true, claims);
        List<Claim> leg = new ArrayList<>(both(ecs(n), "INTERNAL", "R7", "R7", true));
        leg.addAll(both(ecs(n), "INTERNAL", "R3", "R3", true));
        Set<String> proxies = ipv6 ? Set.of("fd64:2::1", "fd64:2::2") : Set.of("100.64.2.1", "100.64.2.2");
        probes.add(new Probe(
                ecs(n), "L7 leg", Way.INBOUND, TCP, ipv6, "", address(n, ipv6), WEB, true, ecs(n), proxies, leg));
    }

    private void elasticAddress() {
        List<Claim> in = new ArrayList<>(both("eip-ecs2", "EIP", "R4", "R4", true));
        in.addAll(both("ecs2", "INTERNAL", "R8", "R8", true));
        List<Claim> out = new ArrayList<>(both("eip-ecs2", "EIP", "R4", "R4", false));
        out.addAll(both("ecs2", "INTERNAL", "R8", "R8", false));
        for (Protocol protocol : Protocol.values()) {
            inbound(2, "EIP", protocol, false, Topology.EIP, port(protocol), true, in);
            outbound(2, "EIP", protocol, false, Set.of(Topology.EIP), true, out);
        }
    }

    private void natGateway() {
        List<Claim> entry = new ArrayList<>(both("eip-dnat", "NAT", "R5", "R5", true));
        entry.addAll(both("ecs3", "INTERNAL", "R8", "R8", true));
        inbound(3, "NAT", TCP, false, Topology.DNAT_EIP, 8080, true, entry);
        inbound(3, "NAT", UDP, false, Topology.DNAT_EIP, ECHO, true, entry);
        inbound(3, "NAT", ICMP, false, Topology.DNAT_EIP, 0, false, List.of(dropped("eip-dnat")));
        List<Claim> all = new ArrayList<>(both("eip-dnat-all", "NAT", "R5", "R5", true));
        all.addAll(both("ecs3", "INTERNAL", "R8", "R8", true));
        List<Claim> out = new ArrayList<>(both(SNAT_POOL, "NAT", "R5", "R5", false));
        out.addAll(both("ecs3", "INTERNAL", "R8", "R8", false));
        for (Protocol protocol : Protocol.values()) {
            inbound(3, "NAT all", protocol, false, Topology.DNAT_ALL_EIP, port(protocol), true, all);
            outbound(3, "NAT", protocol, false, Set.copyOf(Topology.SNAT_EIPS), true, out);
        }
    }

    private void ownBandwidth() {
        List<Claim> in = both("ecs4", "ECS", "R6", "R6", true);
        List<Claim> out = both("ecs4", "ECS", "R6", "R6", false);
        for (Protocol protocol : Protocol.values()) {
            inbound(4, "ECS", protocol, false, Topology.ECS4_PUBLIC, port(protocol), true, in);
            outbound(4, "ECS", protocol, false, Set.of(Topology.ECS4_PUBLIC), true, out);
        }
    }

    /** A public address on its own interface, but no bandwidth with it: nothing may come in by it, nothing go out. */
    private void legacy() {
        List<Claim> in = List.of(new Claim(new Cell("ecs5", "DENIED", "IN", "R12"), true));
        for (Protocol protocol : Protocol.values()) {
            inbound(5, "ECS", protocol, false, Topology.ECS5_PUBLIC, port(protocol), false, in);
            denied(5, protocol, false, Topology.ECS5_PUBLIC);
        }
    }

    private void withoutPublicPath() {
        for (Protocol protocol : Protocol.values()) {
            denied(1, protocol, false, address(1, false));
            denied(6, protocol, false, address(6, false));
        }
    }

    private void ipv6(int n) {
        boolean routed = n == 1 || n == 3;
        String gateway = "ipv6gw-" + ecs(n);
        for (Protocol protocol : Protocol.values()) {
            if (routed) {
                List<Claim> in = new ArrayList<>(both(gateway, "IPV6GW", "R15", "R15", true));
                in.addAll(both(ecs(n), "INTERNAL", "R8", "R8", true));
                List<Claim> out = new ArrayList<>(both(gateway, "IPV6GW", "R15", "R15", false));
                out.addAll(both(ecs(n), "INTERNAL", "R8", "R8", false));
                inbound(n, "IPV6GW", protocol, true, address(n, true), port(protocol), true, in);
                outbound(n, "IPV6GW", protocol, true, Set.of(address(n, true)), true, out);
            } else {
                denied(n, protocol, true, address(n, true));
            }
        }
    }

    /** To the next ECS of the VPC. */
    private void inside(int n) {
        int next = n % Topology.ECS.size() + 1;
        for (boolean ipv6 : new boolean[] {false, true}) {
            List<Claim> claims = new ArrayList<>(both(ecs(n), "INTERNAL", "R14", "R14", false));
            claims.addAll(both(ecs(next), "INTERNAL", "R14", "R14", true));
            for (Protocol protocol : Protocol.values()) {
                probes.add(new Probe(
                        ecs(n),
                        "inside",
                        Way.OUTBOUND,
                        protocol,
                        ipv6,
                        ecs(n),
                        address(next, ipv6),
                        port(protocol),
                        true,
                        ecs(n),
                        Set.of(address(n, ipv6)),
                        claims));
            }
        }
    }

    private void inbound(
            int n,
            String path,
            Protocol protocol,
            boolean ipv6,
            String target,
            int port,
            boolean reachable,
            List<Claim> claims) {
        probes.add(new Probe(
                ecs(n),
                path,
                Way.INBOUND,
                protocol,
                ipv6,
                CLIENT_HOST,
                target,
                port,
                reachable,
                CLIENT_HOST,
                Set.of(client(ipv6)),
                claims));
    }

    private void outbound(
            int n,
            String path,
            Protocol protocol,
            boolean ipv6,
            Set<String> publicAddresses,
            boolean reachable,
            List<Claim> claims) {
        probes.add(new Probe(
                ecs(n),
                path,
                Way.OUTBOUND,
                protocol,
                ipv6,
                ecs(n),
                client(ipv6),
                port(protocol),
                reachable,
                reachable ? CLIENT_HOST : ecs(n),
                publicAddresses,
                claims));
    }

    /** What it sends is refused at its interface, and counted there. */
    private void denied(int n, Protocol protocol, boolean ipv6, String source) {
        Claim claim = new Claim(new Cell(ecs(n), "DENIED", "OUT", "R12"), true);
        outbound(n, "none", protocol, ipv6, Set.of(source), false, List.of(claim));
    }

    private static Claim dropped(String resource) {
        return new Claim(new Cell(resource, "DROPPED", "IN", "R11"), true);
    }

    /** Both directions of a session. */
    private static List<Claim> both(String resource, String path, String out, String in, boolean inbound) {
        return List.of(
                new Claim(new Cell(resource, path, "OUT", out), !inbound),
                new Claim(new Cell(resource, path, "IN", in), inbound));
    }

    private static int port(Protocol protocol) {
        return switch (protocol) {
            case TCP -> WEB;
            case UDP -> ECHO;
            case ICMP -> 0;
        };
    }
}

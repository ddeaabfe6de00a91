package io.turnpike.metering.rules;

import static io.turnpike.flow.ObservationPoint.BORDER;
import static io.turnpike.flow.ObservationPoint.ECS_NIC;
import static io.turnpike.flow.ObservationPoint.L7;
import static io.turnpike.flow.ObservationPoint.SLB_BACK;
import static io.turnpike.flow.ObservationPoint.SLB_FRONT;
import static io.turnpike.metering.rules.World.ipv6Address;
import static io.turnpike.metering.rules.World.privateAddress;

import io.turnpike.flow.Entry;
import io.turnpike.flow.ObservationPoint;
import io.turnpike.flow.Side;
import io.turnpike.flow.TrafficPath;
import java.util.List;
import java.util.Set;

/** Sessions as they really went, and what the points on their way report of them. */
final class Legs {
    /** The ways a session can go, each with the points that may charge it. */
    @SuppressWarnings("ImmutableEnumChecker") // Sets of constants, which nobody can change.
    enum Kind {
        THROUGH_SLB(Set.of(SLB_FRONT), Set.of(TrafficPath.SLB)),
        THROUGH_SLB_TO_LEGACY(Set.of(SLB_FRONT), Set.of(TrafficPath.SLB)),
        THROUGH_EIP(Set.of(BORDER), Set.of(TrafficPath.EIP)),
        THROUGH_NAT(Set.of(BORDER), Set.of(TrafficPath.NAT)),
        OWN_BANDWIDTH(Set.of(ECS_NIC), Set.of(TrafficPath.ECS)),
        THROUGH_IPV6_SLB(Set.of(SLB_FRONT), Set.of(TrafficPath.SLB)),
        THROUGH_PROXY(Set.of(SLB_FRONT), Set.of(TrafficPath.SLB)),
        THROUGH_IPV6_GATEWAY(Set.of(BORDER), Set.of(TrafficPath.IPV6GW)),
        INSIDE(Set.of(), Set.of()),
        INSIDE_IPV6(Set.of(), Set.of());

        private final Set<ObservationPoint> billingPoints;
        private final Set<TrafficPath> paths;

        Kind(Set<ObservationPoint> billingPoints, Set<TrafficPath> paths) {
            this.billingPoints = billingPoints;
            this.paths = paths;
        }

        Set<ObservationPoint> billingPoints() {
            return billingPoints;
        }

        Set<TrafficPath> paths() {
            return paths;
        }
    }

    private Legs() {}

    /** An SLB gives passive access only, so there the opener is always the client. */
    static List<Records> observations(Kind kind, Side opener) {
        return switch (kind) {
            case THROUGH_SLB ->
                List.of(
                        front(),
                        back(),
                        opened(nic(World.BACKEND), Side.PUBLIC, privateAddress(World.BACKEND), World.LOCAL_ADDRESS));
            case THROUGH_SLB_TO_LEGACY ->
                List.of(
                        front(),
                        back(),
                        opened(nic(World.LEGACY), Side.PUBLIC, World.LEGACY_ADDRESS, World.LOCAL_ADDRESS));
            case THROUGH_EIP ->
                List.of(
                        opened(Records.at(BORDER, World.EIP).entry(Entry.EIP), opener, World.EIP_ADDRESS, World.CLIENT),
                        opened(nic(World.EIP_OWNER), opener, privateAddress(World.EIP_OWNER), World.CLIENT));
            case THROUGH_NAT ->
                List.of(
                        opened(
                                Records.at(BORDER, World.NAT_EIP)
                                        .entry(opener == Side.PRIVATE ? Entry.SNAT : Entry.DNAT),
                                opener,
                                World.NAT_ADDRESS,
                                World.CLIENT),
                        opened(nic(World.NAT_USER), opener, privateAddress(World.NAT_USER), World.CLIENT));
            case THROUGH_IPV6_SLB ->
                List.of(
                        front(),
                        back(),
                        opened(nic(World.BACKEND), Side.PUBLIC, ipv6Address(World.BACKEND), World.LOCAL_IPV6_ADDRESS));
            case THROUGH_PROXY ->
                List.of(
                        front(),
                        opened(Records.at(L7, World.SLB).entry(Entry.SLB), Side.PUBLIC, World.VIP, World.CLIENT),
                        opened(
                                Records.at(L7, World.BACKEND),
                                Side.PUBLIC,
                                privateAddress(World.BACKEND),
                                World.LOCAL_ADDRESS),
                        opened(nic(World.BACKEND), Side.PUBLIC, privateAddress(World.BACKEND), World.LOCAL_ADDRESS));
            case THROUGH_IPV6_GATEWAY ->
                List.of(
                        opened(
                                Records.at(BORDER, World.IPV6GW).entry(Entry.IPV6GW),
                                opener,
                                ipv6Address(World.IPV6_ECS),
                                World.IPV6_CLIENT),
                        opened(nic(World.IPV6_ECS), opener, ipv6Address(World.IPV6_ECS), World.IPV6_CLIENT));
            case OWN_BANDWIDTH ->
                List.of(opened(nic(World.PUBLIC_ECS).entry(Entry.ECS), opener, World.PUBLIC_ADDRESS, World.CLIENT));
            case INSIDE -> inside(opener, privateAddress(World.BACKEND), privateAddress(World.PUBLIC_ECS));
            case INSIDE_IPV6 -> inside(opener, ipv6Address(World.BACKEND), ipv6Address(World.PUBLIC_ECS));
        };
    }

    private static List<Records> inside(Side opener, String backend, String other) {
        return List.of(
                opened(nic(World.BACKEND), opener, backend, other),
                opened(nic(World.PUBLIC_ECS), opener == Side.PUBLIC ? Side.PRIVATE : Side.PUBLIC, other, backend));
    }

    private static Records front() {
        return opened(Records.at(SLB_FRONT, World.SLB).entry(Entry.SLB), Side.PUBLIC, World.VIP, World.CLIENT);
    }

    private static Records back() {
        return opened(
                Records.at(SLB_BACK, World.SLB).entry(Entry.SLB),
                Side.PUBLIC,
                privateAddress(World.BACKEND),
                World.LOCAL_ADDRESS);
    }

    private static Records nic(int ecs) {
        return Records.at(ECS_NIC, ecs);
    }

    private static Records opened(Records record, Side opener, String local, String peer) {
        return opener == Side.PRIVATE ? record.opened(opener, local, peer) : record.opened(opener, peer, local);
    }
}

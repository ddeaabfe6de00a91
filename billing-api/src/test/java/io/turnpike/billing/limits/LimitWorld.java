package io.turnpike.billing.limits;

import io.turnpike.billing.registry.Bandwidth;
import io.turnpike.flow.Direction;
import io.turnpike.flow.DropReason;
import io.turnpike.flow.LiveCell;
import io.turnpike.flow.LiveUsage;
import io.turnpike.flow.NodeRole;
import io.turnpike.flow.ObservationPoint;
import io.turnpike.flow.ResourceKind;
import java.time.Instant;
import java.time.ZoneId;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** A load balancer and an EIP of one account, a director and a border node. */
final class LimitWorld {
    static final Instant NOW = Instant.parse("2026-11-24T02:00:00Z");
    static final String DIRECTOR = "director1";
    static final String BORDER = "border1";
    static final long EPOCH = 1_799_000_000_000L;
    static final int SLB = 3;
    static final int SLB_BINDING = 30;

    private LimitWorld() {}

    static Terms terms(@Nullable Long cap, @Nullable Long quota, long overQuota) {
        return new Terms(new Bandwidth(cap, quota, overQuota), Optional.empty(), Optional.empty());
    }

    static LimitedResource slb(Terms terms) {
        return new LimitedResource(
                "slb-web",
                SLB,
                ResourceKind.SLB,
                "acme",
                Map.of(SLB_BINDING - 1, "globex", SLB_BINDING, "acme"),
                true,
                terms);
    }

    static Catalogue catalogue(Terms terms) {
        return catalogue(terms, "Asia/Shanghai");
    }

    static Catalogue catalogue(Terms terms, String zone) {
        return Catalogue.of(
                List.of(slb(terms)),
                Map.of("acme", ZoneId.of(zone), "globex", ZoneId.of(zone)),
                Map.of(DIRECTOR, NodeRole.DIRECTOR, BORDER, NodeRole.BORDER));
    }

    static LiveCell out(long octets) {
        return cell(ObservationPoint.SLB_FRONT, SLB_BINDING, Direction.OUT, DropReason.NONE, octets);
    }

    static LiveCell cell(ObservationPoint point, int binding, Direction direction, DropReason dropReason, long octets) {
        return new LiveCell(point, SLB, binding, direction, dropReason, octets, octets / 1000);
    }

    static LiveUsage usage(String node, long epoch, Instant at, long limitsVersion, LiveCell... cells) {
        return new LiveUsage(node, epoch, at.toEpochMilli(), limitsVersion, List.of(cells));
    }

    static LiveUsage usage(Instant at, long octets) {
        return usage(DIRECTOR, EPOCH, at, 0, out(octets));
    }

    static LimitLoop loop(Terms terms) {
        LimitLoop loop = new LimitLoop(Snapshot.EMPTY);
        loop.know(catalogue(terms));
        return loop;
    }
}

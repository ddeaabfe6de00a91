package io.turnpike.billing.http;

import io.smallrye.common.annotation.RunOnVirtualThread;
import io.turnpike.billing.access.CurrentCaller;
import io.turnpike.billing.usage.NodeProgress;
import io.turnpike.billing.usage.WayItem;
import io.turnpike.billing.usage.WayReport;
import io.turnpike.flow.TrafficPath;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import java.time.Instant;
import java.time.InstantSource;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.jspecify.annotations.Nullable;

/** Shows how octets get from the nodes to the bill. */
@Path("/v1")
class WayEndpoint {
    private final WayReport report;
    private final CurrentCaller caller;
    private final InstantSource clock;

    WayEndpoint(WayReport report, CurrentCaller caller, InstantSource clock) {
        this.report = report;
        this.caller = caller;
        this.clock = clock;
    }

    /** See {@link WayItem}; the currency is null where there is no account. */
    record Row(
            String account,
            String resource,
            TrafficPath path,
            @Nullable Long countedOctets,
            long attributedOctets,
            long chargeableOctets,
            String amount,
            String exactAmount,
            @Nullable String currency,
            @Nullable Long ageSeconds) {
        static Row of(WayItem item) {
            return new Row(
                    item.account(),
                    item.resource(),
                    item.path(),
                    item.countedOctets(),
                    item.attributedOctets(),
                    item.chargeableOctets(),
                    item.amount().toPlainString(),
                    Decimals.shortest(item.exactAmount()),
                    item.account().isEmpty() ? null : item.currency().getCurrencyCode(),
                    item.ageSeconds());
        }
    }

    /** See {@link NodeProgress}. */
    record Node(
            String node,
            long bootEpoch,
            long nextSequence,
            Instant intervalEnd,
            long registryVersion,
            Instant updatedAt,
            long ageSeconds) {}

    @GET
    @Path("way")
    @RunOnVirtualThread
    @Operation(summary = "For each resource and path: octets counted by nodes, attributed, chargeable, and the amount")
    public Items<Row> way() {
        return new Items<>(
                report.way(caller.get().accountOf(null)).stream().map(Row::of).toList());
    }

    @GET
    @Path("nodes")
    @RunOnVirtualThread
    @Operation(summary = "How far each node's reports have come")
    public Items<Node> nodes() {
        caller.get().mustBeOperator();
        return new Items<>(report.nodes().stream().map(this::node).toList());
    }

    private Node node(NodeProgress progress) {
        return new Node(
                progress.node(),
                progress.bootEpoch(),
                progress.nextSequence(),
                progress.intervalEnd(),
                progress.registryVersion(),
                progress.updatedAt(),
                progress.ageSeconds(clock.instant()));
    }
}

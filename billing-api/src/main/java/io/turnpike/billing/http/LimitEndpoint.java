package io.turnpike.billing.http;

import io.smallrye.common.annotation.RunOnVirtualThread;
import io.turnpike.billing.access.CurrentCaller;
import io.turnpike.billing.limitloop.LimitReport;
import io.turnpike.billing.limitloop.LimitView;
import io.turnpike.billing.limitloop.ManualLimits;
import io.turnpike.billing.limits.Rates;
import io.turnpike.flow.LimitReason;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.DELETE;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.PUT;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.MediaType;
import java.util.Objects;
import java.util.Optional;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.jspecify.annotations.Nullable;

/** Shows limits, sets them by hand and lifts them. */
@Path("/v1")
class LimitEndpoint {
    private static final long LEAST_BITS_PER_SECOND = 1_000;
    private static final long MOST_BITS_PER_SECOND = 1_000_000_000_000L;
    private static final String EXPECTED = "must be an integer from " + LEAST_BITS_PER_SECOND + " to "
            + MOST_BITS_PER_SECOND + " bit/s; to have no limit, leave it out or lift the limit with DELETE";

    private final LimitReport report;
    private final ManualLimits manual;
    private final CurrentCaller caller;

    LimitEndpoint(LimitReport report, ManualLimits manual, CurrentCaller caller) {
        this.report = report;
        this.manual = manual;
        this.caller = caller;
    }

    @GET
    @Path("limits")
    @RunOnVirtualThread
    @Operation(summary = "Limit, quota and use of the month of each resource that has a public face")
    public Items<LimitItem> list(
            @QueryParam("resource") @Nullable String resource, @QueryParam("account") @Nullable String account) {
        Optional<String> id = Parameters.id("resource", resource);
        Optional<String> owner =
                caller.get().accountOf(Parameters.id("account", account).orElse(null));
        var views = report.views(limited -> id.filter(wanted -> !wanted.equals(limited.id()))
                        .isEmpty()
                && owner.filter(wanted -> !wanted.equals(limited.account())).isEmpty());
        if (id.isPresent() && views.isEmpty()) {
            throw unknown(id.get());
        }
        return new Items<>(views.stream().map(LimitItem::of).toList());
    }

    @PUT
    @Path("resources/{id}/limit")
    @Consumes(MediaType.APPLICATION_JSON)
    @RunOnVirtualThread
    @Operation(summary = "Limits a resource by hand, whatever its cap and quota say, until the limit is lifted")
    public LimitItem set(@PathParam("id") String id, byte[] body) {
        caller.get().mustBeOperator();
        RequestBody fields = RequestBody.parse(body);
        long out = fields.integer("outBitsPerSecond", LEAST_BITS_PER_SECOND, MOST_BITS_PER_SECOND, EXPECTED);
        long in = fields.integer("inBitsPerSecond", LEAST_BITS_PER_SECOND, MOST_BITS_PER_SECOND, EXPECTED);
        if (!fields.has("outBitsPerSecond") && !fields.has("inBitsPerSecond")) {
            fields.violation("outBitsPerSecond", "is missing, and inBitsPerSecond too: at least one is needed");
        }
        fields.end();
        view(id);
        manual.set(id, new Rates(out, in, LimitReason.MANUAL), caller.get().name());
        return LimitItem.of(view(id));
    }

    @DELETE
    @Path("resources/{id}/limit")
    @RunOnVirtualThread
    @Operation(
            summary = "Lifts the limit in force: a manual one for good, that of a quota until the month ends or the"
                    + " quota changes; answers with the limit that is left")
    public LimitItem lift(@PathParam("id") String id) {
        caller.get().mustBeOperator();
        LimitView view = view(id);
        switch (view.wanted().reason()) {
            case MANUAL -> manual.lift(id);
            case QUOTA ->
                manual.waive(
                        id,
                        view.use(),
                        Objects.requireNonNull(
                                view.resource().terms().bandwidth().quotaOctetsPerMonth()),
                        caller.get().name());
            case CAP ->
                throw new ConflictException(
                        "the limit of '" + id
                                + "' is the cap that it is declared with: change capBitsPerSecond there, or set a manual limit");
            case NONE -> throw new ConflictException("'" + id + "' has no limit");
        }
        return LimitItem.of(view(id));
    }

    private LimitView view(String id) {
        return report.views(limited -> limited.id().equals(id)).stream()
                .findFirst()
                .orElseThrow(() -> unknown(id));
    }

    private static NotFoundProblemException unknown(String id) {
        return new NotFoundProblemException("there is no resource '" + id
                + "' that can be limited: an SLB, EIP or IPV6GW, or an ECS with publicBandwidth");
    }
}

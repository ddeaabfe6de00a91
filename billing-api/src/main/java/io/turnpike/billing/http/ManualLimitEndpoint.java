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
import jakarta.ws.rs.PUT;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.core.MediaType;
import java.util.Objects;
import org.eclipse.microprofile.openapi.annotations.Operation;

/** Sets limits by hand, and lifts them. */
@Path("/v1/resources/{id}/limit")
class ManualLimitEndpoint {
    private static final long LEAST_BITS_PER_SECOND = 1_000;
    private static final long MOST_BITS_PER_SECOND = 1_000_000_000_000L;
    private static final String EXPECTED = "must be an integer from " + LEAST_BITS_PER_SECOND + " to "
            + MOST_BITS_PER_SECOND + " bit/s; to have no limit, leave it out or lift the limit with DELETE";

    private final LimitReport report;
    private final ManualLimits manual;
    private final CurrentCaller caller;

    ManualLimitEndpoint(LimitReport report, ManualLimits manual, CurrentCaller caller) {
        this.report = report;
        this.manual = manual;
        this.caller = caller;
    }

    @PUT
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
                .orElseThrow(() -> LimitEndpoint.unknown(id));
    }
}

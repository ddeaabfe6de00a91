package io.turnpike.billing.http;

import io.smallrye.common.annotation.RunOnVirtualThread;
import io.turnpike.billing.access.CurrentCaller;
import io.turnpike.billing.registry.Registered;
import io.turnpike.billing.usage.BandwidthReport;
import io.turnpike.billing.usage.BandwidthSeries;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.QueryParam;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.jspecify.annotations.Nullable;

/** Shows how much passes a resource over time. */
@Path("/v1/bandwidth")
class BandwidthEndpoint {
    private static final Duration DEFAULT_PERIOD = Duration.ofDays(1);
    private static final int SHORT_STEP_SECONDS = 60;
    private static final int STEP_SECONDS = 300;

    /** A week by the minute, or more than a month by five. */
    private static final int MOST_SLOTS = 10_080;

    private final BandwidthReport report;
    private final VisibleResources resources;
    private final CurrentCaller caller;
    private final InstantSource clock;

    BandwidthEndpoint(BandwidthReport report, VisibleResources resources, CurrentCaller caller, InstantSource clock) {
        this.report = report;
        this.resources = resources;
        this.caller = caller;
        this.clock = clock;
    }

    @GET
    @RunOnVirtualThread
    @Operation(
            summary = "Bits a second, averaged over slots of 'step' (60 or 300) seconds; by default the last 24 hours")
    public BandwidthSeries bandwidth(
            @QueryParam("resource") @Nullable String resource,
            @QueryParam("from") @Nullable String from,
            @QueryParam("to") @Nullable String to,
            @QueryParam("step") @Nullable String step) {
        int stepSeconds = step(step);
        Instant end = Parameters.instant("to", to).orElseGet(clock::instant);
        Instant start = Parameters.instant("from", from).orElseGet(() -> end.minus(DEFAULT_PERIOD));
        Duration longest = Duration.ofSeconds((long) MOST_SLOTS * stepSeconds);
        if (!start.isBefore(end) || Duration.between(start, end).compareTo(longest) > 0) {
            throw Parameters.bad("from", "must be before 'to', by " + MOST_SLOTS + " slots at most");
        }
        Registered found = resources.known(caller.get(), Parameters.required("resource", resource));
        return report.of(found, caller.get().accountOf(null), start, end, stepSeconds);
    }

    private static int step(@Nullable String text) {
        if (text == null || text.equals(String.valueOf(STEP_SECONDS))) {
            return STEP_SECONDS;
        }
        if (text.equals(String.valueOf(SHORT_STEP_SECONDS))) {
            return SHORT_STEP_SECONDS;
        }
        throw Parameters.bad("step", "must be " + SHORT_STEP_SECONDS + " or " + STEP_SECONDS);
    }
}

package io.turnpike.billing.http;

import io.smallrye.common.annotation.RunOnVirtualThread;
import io.turnpike.billing.access.CurrentCaller;
import io.turnpike.billing.usage.Page;
import io.turnpike.billing.usage.UsageItem;
import io.turnpike.billing.usage.UsageQuery;
import io.turnpike.billing.usage.UsageReport;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.QueryParam;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Optional;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.jspecify.annotations.Nullable;

/** Shows usage by the minute. */
@Path("/v1/usage")
class UsageEndpoint {
    private static final Duration DEFAULT_PERIOD = Duration.ofDays(1);
    private static final Duration LONGEST_PERIOD = Duration.ofDays(400);
    private static final int DEFAULT_LIMIT = 1_000;

    private final UsageReport report;
    private final VisibleResources resources;
    private final CurrentCaller caller;
    private final InstantSource clock;

    UsageEndpoint(UsageReport report, VisibleResources resources, CurrentCaller caller, InstantSource clock) {
        this.report = report;
        this.resources = resources;
        this.caller = caller;
        this.clock = clock;
    }

    @GET
    @RunOnVirtualThread
    @Operation(summary = "Usage whose minutes begin from (inclusive) to (exclusive); by default the last 24 hours")
    public Page<UsageItem> usage(
            @QueryParam("resource") @Nullable String resource,
            @QueryParam("account") @Nullable String account,
            @QueryParam("from") @Nullable String from,
            @QueryParam("to") @Nullable String to,
            @QueryParam("limit") @Nullable String limit,
            @QueryParam("cursor") @Nullable String cursor) {
        Instant end = Parameters.instant("to", to).orElseGet(clock::instant);
        Instant start = Parameters.instant("from", from).orElseGet(() -> end.minus(DEFAULT_PERIOD));
        if (!start.isBefore(end) || Duration.between(start, end).compareTo(LONGEST_PERIOD) > 0) {
            throw Parameters.bad("from", "must be before 'to', by " + LONGEST_PERIOD.toDays() + " days at most");
        }
        Optional<String> resourceId = Parameters.id("resource", resource);
        Optional<String> owner = caller.get().accountOf(account);
        Parameters.id("account", account);
        resources.mustBeKnown(caller.get(), resourceId);
        return page(new UsageQuery(
                owner, resourceId, start, end, Parameters.limit(limit, DEFAULT_LIMIT, UsageQuery.MOST), cursor));
    }

    private Page<UsageItem> page(UsageQuery query) {
        try {
            return report.page(query);
        } catch (IllegalArgumentException e) {
            throw Parameters.bad("cursor", "must be one that a page before gave");
        }
    }
}

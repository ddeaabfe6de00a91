package io.turnpike.billing.http;

import io.smallrye.common.annotation.RunOnVirtualThread;
import io.turnpike.billing.access.CurrentCaller;
import io.turnpike.billing.event.EventLog;
import io.turnpike.billing.event.EventPage;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.QueryParam;
import java.util.Optional;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.jspecify.annotations.Nullable;

/** Shows the event log. */
@Path("/v1/events")
class EventEndpoint {
    private static final int DEFAULT_LIMIT = 100;

    private final EventLog log;
    private final VisibleResources resources;
    private final CurrentCaller caller;

    EventEndpoint(EventLog log, VisibleResources resources, CurrentCaller caller) {
        this.log = log;
        this.resources = resources;
        this.caller = caller;
    }

    @GET
    @RunOnVirtualThread
    @Operation(summary = "What happened, newest first; nextCursor, given back as cursor, leads to what came before")
    public EventPage events(
            @QueryParam("resource") @Nullable String resource,
            @QueryParam("account") @Nullable String account,
            @QueryParam("limit") @Nullable String limit,
            @QueryParam("cursor") @Nullable String cursor) {
        Optional<String> owner =
                caller.get().accountOf(Parameters.id("account", account).orElse(null));
        Optional<String> id = Parameters.id("resource", resource);
        resources.mustBeKnown(caller.get(), id);
        try {
            return log.page(owner, id, cursor, Parameters.limit(limit, DEFAULT_LIMIT, EventLog.MOST));
        } catch (IllegalArgumentException e) {
            throw Parameters.bad("cursor", "must be one that a page before gave");
        }
    }
}

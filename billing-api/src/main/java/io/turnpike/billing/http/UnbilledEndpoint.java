package io.turnpike.billing.http;

import io.smallrye.common.annotation.RunOnVirtualThread;
import io.turnpike.billing.access.CurrentCaller;
import io.turnpike.billing.usage.UnbilledItem;
import io.turnpike.billing.usage.UnbilledReport;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.QueryParam;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.jspecify.annotations.Nullable;

/** Shows what was metered and is on no bill. */
@Path("/v1/unbilled")
class UnbilledEndpoint {
    private final UnbilledReport report;
    private final CurrentCaller caller;

    UnbilledEndpoint(UnbilledReport report, CurrentCaller caller) {
        this.report = report;
        this.caller = caller;
    }

    @GET
    @RunOnVirtualThread
    @Operation(summary = "Octets of a month that no bill shows, by path, rule and reason; by default the current month")
    public Items<UnbilledItem> unbilled(
            @QueryParam("account") @Nullable String account, @QueryParam("month") @Nullable String month) {
        var owner = caller.get().accountOf(Parameters.id("account", account).orElse(null));
        return new Items<>(report.month(owner, Parameters.month("month", month)));
    }
}

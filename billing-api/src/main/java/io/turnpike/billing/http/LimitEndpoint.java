package io.turnpike.billing.http;

import io.smallrye.common.annotation.RunOnVirtualThread;
import io.turnpike.billing.access.CurrentCaller;
import io.turnpike.billing.limitloop.LimitReport;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.QueryParam;
import java.util.Optional;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.jspecify.annotations.Nullable;

/** Shows limits. */
@Path("/v1/limits")
class LimitEndpoint {
    private final LimitReport report;
    private final CurrentCaller caller;

    LimitEndpoint(LimitReport report, CurrentCaller caller) {
        this.report = report;
        this.caller = caller;
    }

    @GET
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

    static NotFoundProblemException unknown(String id) {
        return new NotFoundProblemException("there is no resource '" + id
                + "' that can be limited: an SLB, EIP or IPV6GW, or an ECS with publicBandwidth");
    }
}

package io.turnpike.billing.http;

import io.smallrye.common.annotation.RunOnVirtualThread;
import io.turnpike.billing.access.CurrentCaller;
import io.turnpike.billing.http.ChargeItem.Bill;
import io.turnpike.billing.registry.Registry;
import io.turnpike.billing.usage.ChargeReport;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.QueryParam;
import java.util.Optional;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.jspecify.annotations.Nullable;

/** Shows charges. */
@Path("/v1/charges")
class ChargeEndpoint {
    private final ChargeReport report;
    private final Registry registry;
    private final CurrentCaller caller;

    ChargeEndpoint(ChargeReport report, Registry registry, CurrentCaller caller) {
        this.report = report;
        this.registry = registry;
        this.caller = caller;
    }

    @GET
    @RunOnVirtualThread
    @Operation(summary = "Charges of a month of the account's own calendar; by default the current one")
    public Bill charges(@QueryParam("account") @Nullable String account, @QueryParam("month") @Nullable String month) {
        return Bill.of(report.month(owner(account), Parameters.month("month", month)));
    }

    @GET
    @Path("days")
    @RunOnVirtualThread
    @Operation(summary = "The same charges by day and path, exact: before the one rounding of each line")
    public Items<DayItem> days(
            @QueryParam("account") @Nullable String account, @QueryParam("month") @Nullable String month) {
        return new Items<>(report.days(owner(account), Parameters.month("month", month)).stream()
                .flatMap(DayItem::of)
                .toList());
    }

    private Optional<String> owner(@Nullable String account) {
        Optional<String> owner =
                caller.get().accountOf(Parameters.id("account", account).orElse(null));
        owner.ifPresent(id -> {
            if (!registry.tariffs().containsKey(id)) {
                throw new NotFoundProblemException("there is no account '" + id + "'");
            }
        });
        return owner;
    }
}

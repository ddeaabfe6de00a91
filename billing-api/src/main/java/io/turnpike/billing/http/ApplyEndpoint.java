package io.turnpike.billing.http;

import com.fasterxml.jackson.databind.JsonNode;
import io.smallrye.common.annotation.RunOnVirtualThread;
import io.turnpike.billing.access.CurrentCaller;
import io.turnpike.billing.registry.ApplyResult;
import io.turnpike.billing.registry.Registry;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.MediaType;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.jspecify.annotations.Nullable;

/** Declares what is to be. */
@Path("/v1/apply")
class ApplyEndpoint {
    private final Registry registry;
    private final QuotaWarnings quotas;
    private final CurrentCaller caller;

    ApplyEndpoint(Registry registry, QuotaWarnings quotas, CurrentCaller caller) {
        this.registry = registry;
        this.quotas = quotas;
        this.caller = caller;
    }

    @POST
    @Consumes(MediaType.APPLICATION_JSON)
    @RunOnVirtualThread
    @Operation(
            summary = "Creates or changes the accounts, plans and resources that the body names; all or nothing. With"
                    + " dryRun=true it answers the same, and nothing is written")
    public ApplyAnswer apply(@QueryParam("dryRun") @Nullable String dryRun, byte[] body) {
        caller.get().mustBeOperator();
        boolean isDry = Parameters.flag("dryRun", dryRun);
        JsonNode json = JsonBody.parse(body);
        ApplyResult result =
                isDry ? registry.check(json) : registry.apply(json, caller.get().name());
        return new ApplyAnswer(result.changed(), result.registryVersion(), isDry, quotas.of(result.declared()));
    }
}

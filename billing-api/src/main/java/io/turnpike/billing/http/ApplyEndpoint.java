package io.turnpike.billing.http;

import io.smallrye.common.annotation.RunOnVirtualThread;
import io.turnpike.billing.access.CurrentCaller;
import io.turnpike.billing.registry.ApplyResult;
import io.turnpike.billing.registry.Registry;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.core.MediaType;
import org.eclipse.microprofile.openapi.annotations.Operation;

/** Declares what is to be. */
@Path("/v1/apply")
class ApplyEndpoint {
    private final Registry registry;
    private final CurrentCaller caller;

    ApplyEndpoint(Registry registry, CurrentCaller caller) {
        this.registry = registry;
        this.caller = caller;
    }

    @POST
    @Consumes(MediaType.APPLICATION_JSON)
    @RunOnVirtualThread
    @Operation(summary = "Creates or changes the accounts, plans and resources that the body names; all or nothing")
    public ApplyResult apply(byte[] body) {
        caller.get().mustBeOperator();
        return registry.apply(JsonBody.parse(body), caller.get().name());
    }
}

package io.turnpike.billing.http;

import io.smallrye.common.annotation.RunOnVirtualThread;
import io.turnpike.billing.access.ApiKeys;
import io.turnpike.billing.access.CurrentCaller;
import io.turnpike.billing.registry.Registry;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.core.Response;
import org.eclipse.microprofile.openapi.annotations.Operation;

/** Gives out keys. */
@Path("/v1/accounts/{account}/keys")
class KeyEndpoint {
    private final ApiKeys keys;
    private final Registry registry;
    private final CurrentCaller caller;

    KeyEndpoint(ApiKeys keys, Registry registry, CurrentCaller caller) {
        this.keys = keys;
        this.registry = registry;
        this.caller = caller;
    }

    /** A key that was just made; it cannot be read again. */
    record NewKey(String account, String key) {}

    @POST
    @RunOnVirtualThread
    @Operation(summary = "Makes a key with which the account can read its own data; shown this once")
    public Response create(@PathParam("account") String account) {
        caller.get().mustBeOperator();
        if (!registry.tariffs().containsKey(account)) {
            throw new NotFoundProblemException("there is no account '" + account + "'");
        }
        return Response.status(Response.Status.CREATED)
                .entity(new NewKey(account, keys.createForCustomer(account)))
                .build();
    }
}

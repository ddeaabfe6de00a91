package io.turnpike.billing.http;

import io.smallrye.common.annotation.RunOnVirtualThread;
import io.turnpike.billing.access.CurrentCaller;
import io.turnpike.billing.usage.Hole;
import io.turnpike.billing.usage.HoleStore;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import org.eclipse.microprofile.openapi.annotations.Operation;

/** Shows what nodes counted and the metering job has not got. */
@Path("/v1/holes")
class HoleEndpoint {
    private final HoleStore store;
    private final CurrentCaller caller;

    HoleEndpoint(HoleStore store, CurrentCaller caller) {
        this.store = store;
        this.caller = caller;
    }

    @GET
    @RunOnVirtualThread
    @Operation(summary = "Batches that are missing below the newest one of their node's process")
    public Items<Hole> holes() {
        caller.get().mustBeOperator();
        return new Items<>(store.holes());
    }
}

package io.turnpike.billing.http;

import io.smallrye.common.annotation.RunOnVirtualThread;
import io.turnpike.billing.access.CurrentCaller;
import io.turnpike.billing.registry.Registered;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import java.util.Map;
import org.eclipse.microprofile.openapi.annotations.Operation;

/** Shows the registry. */
@Path("/v1/resources")
class ResourceEndpoint {
    private final VisibleResources resources;
    private final CurrentCaller caller;

    ResourceEndpoint(VisibleResources resources, CurrentCaller caller) {
        this.resources = resources;
        this.caller = caller;
    }

    @GET
    @RunOnVirtualThread
    @Operation(summary = "All resources of the caller")
    public Items<ResourceItem> list() {
        Map<String, Registered> all = resources.all();
        return new Items<>(all.values().stream()
                .filter(resource -> VisibleResources.owns(caller.get(), resource))
                .map(resource -> ResourceItem.of(resource, all))
                .toList());
    }

    @GET
    @Path("{id}")
    @RunOnVirtualThread
    @Operation(summary = "One resource")
    public ResourceItem one(@PathParam("id") String id) {
        Map<String, Registered> all = resources.all();
        Registered resource = all.get(id);
        if (resource == null || !VisibleResources.owns(caller.get(), resource)) {
            throw VisibleResources.unknown(id);
        }
        return ResourceItem.of(resource, all);
    }
}

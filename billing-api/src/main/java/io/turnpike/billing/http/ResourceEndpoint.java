package io.turnpike.billing.http;

import io.smallrye.common.annotation.RunOnVirtualThread;
import io.turnpike.billing.access.CurrentCaller;
import io.turnpike.billing.registry.Registered;
import io.turnpike.billing.registry.Registry;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import java.util.List;
import java.util.Map;
import org.eclipse.microprofile.openapi.annotations.Operation;

/** Shows the registry. */
@Path("/v1/resources")
class ResourceEndpoint {
    private static final List<String> NAMED_FIRST = List.of("id", "kind", "account", "vpc");

    private final VisibleResources resources;
    private final Registry registry;
    private final CurrentCaller caller;

    ResourceEndpoint(VisibleResources resources, Registry registry, CurrentCaller caller) {
        this.resources = resources;
        this.registry = registry;
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

    @GET
    @Path("{id}/declaration")
    @RunOnVirtualThread
    @Operation(summary = "One resource as it was declared: what apply takes as an element of resources")
    @Produces(MediaType.APPLICATION_JSON)
    public String declaration(@PathParam("id") String id) {
        resources.owned(caller.get(), id);
        return registry.declaration(id)
                .map(declaration -> JsonBody.indented(declaration, NAMED_FIRST))
                .orElseThrow(() -> VisibleResources.unknown(id));
    }
}

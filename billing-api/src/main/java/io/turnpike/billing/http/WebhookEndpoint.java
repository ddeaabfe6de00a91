package io.turnpike.billing.http;

import com.fasterxml.jackson.annotation.JsonUnwrapped;
import io.smallrye.common.annotation.RunOnVirtualThread;
import io.turnpike.billing.access.CurrentCaller;
import io.turnpike.billing.event.EventType;
import io.turnpike.billing.registry.Violation;
import io.turnpike.billing.webhook.NewWebhook;
import io.turnpike.billing.webhook.RefusedTargetException;
import io.turnpike.billing.webhook.Webhook;
import io.turnpike.billing.webhook.Webhooks;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.DELETE;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.eclipse.microprofile.openapi.annotations.Operation;

/** Webhooks of the caller: a customer's get the events of its account, an operator's those of all. */
@Path("/v1/webhooks")
class WebhookEndpoint {
    private static final Set<String> EVENTS =
            Arrays.stream(EventType.values()).map(Enum::name).collect(Collectors.toUnmodifiableSet());

    private final Webhooks webhooks;
    private final CurrentCaller caller;

    WebhookEndpoint(Webhooks webhooks, CurrentCaller caller) {
        this.webhooks = webhooks;
        this.caller = caller;
    }

    /** See {@link NewWebhook}. */
    record Created(@JsonUnwrapped Webhook webhook, String secret) {}

    @POST
    @Consumes(MediaType.APPLICATION_JSON)
    @RunOnVirtualThread
    @Operation(summary = "Makes a webhook (Standard Webhooks); its secret is shown this once")
    public Response create(byte[] body) {
        RequestBody fields = RequestBody.parse(body);
        Optional<String> url = fields.text("url");
        if (!fields.has("url")) {
            fields.violation("url", "is missing");
        }
        List<String> events = fields.texts("events", EVENTS);
        fields.end();
        NewWebhook made = create(url.orElseThrow(), events);
        return Response.status(Response.Status.CREATED)
                .entity(new Created(made.webhook(), made.secret()))
                .build();
    }

    private NewWebhook create(String url, List<String> events) {
        try {
            return webhooks.create(caller.get().accountOf(null), url, events);
        } catch (RefusedTargetException e) {
            throw new InvalidBodyException(List.of(new Violation("/url", String.valueOf(e.getMessage()))));
        }
    }

    @GET
    @RunOnVirtualThread
    @Operation(summary = "The caller's webhooks")
    public Items<Webhook> list() {
        return new Items<>(webhooks.list(caller.get().accountOf(null)));
    }

    @DELETE
    @Path("{id}")
    @RunOnVirtualThread
    @Operation(summary = "Removes a webhook, with all that was still to be sent to it")
    public Response remove(@PathParam("id") String id) {
        if (!webhooks.remove(caller.get().accountOf(null), id)) {
            throw new NotFoundProblemException("there is no webhook '" + id + "'");
        }
        return Response.noContent().build();
    }
}

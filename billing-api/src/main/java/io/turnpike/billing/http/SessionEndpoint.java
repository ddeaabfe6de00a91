package io.turnpike.billing.http;

import com.fasterxml.jackson.databind.JsonNode;
import io.smallrye.common.annotation.RunOnVirtualThread;
import io.turnpike.billing.access.Caller;
import io.turnpike.billing.access.CurrentCaller;
import io.turnpike.billing.access.Role;
import io.turnpike.billing.access.SignIn;
import io.turnpike.billing.access.WebSessions;
import io.vertx.core.http.HttpServerRequest;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.DELETE;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.container.ContainerRequestContext;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.core.Response.Status;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.jspecify.annotations.Nullable;

/** Signs people in and out. Scripts need none of this: they send a key. */
@Path(SessionEndpoint.PATH)
class SessionEndpoint {
    static final String PATH = "/v1/session";
    private static final int TOO_MANY_REQUESTS = 429;

    private final SignIn signIn;
    private final WebSessions sessions;
    private final SessionCookie cookie;
    private final CurrentCaller caller;

    SessionEndpoint(SignIn signIn, WebSessions sessions, SessionCookie cookie, CurrentCaller caller) {
        this.signIn = signIn;
        this.sessions = sessions;
        this.cookie = cookie;
        this.caller = caller;
    }

    /** Who is signed in; the role is null if nobody is. */
    record Who(@Nullable Role role, @Nullable String account) {
        static Who of(@Nullable Caller caller) {
            return caller == null ? new Who(null, null) : new Who(caller.role(), caller.account());
        }
    }

    /** The one path that one may ask without being anybody. */
    static boolean isAskedBy(ContainerRequestContext request) {
        return request.getUriInfo().getPath().equals(PATH);
    }

    @GET
    @RunOnVirtualThread
    @Operation(summary = "Who is signed in on the pages")
    public Who who() {
        return Who.of(caller.find().orElse(null));
    }

    @POST
    @Consumes(MediaType.APPLICATION_JSON)
    @RunOnVirtualThread
    @Operation(summary = "Signs in: an account's id with a key of it, or the operator with the password or a key")
    public Response open(byte[] body, HttpServerRequest request) {
        JsonNode json = JsonBody.parse(body);
        String address = request.remoteAddress().hostAddress();
        return switch (signIn.attempt(text(json, "user"), text(json, "password"), address)) {
            case SignIn.Opened opened ->
                Response.noContent().cookie(cookie.of(opened.token())).build();
            case SignIn.Refused _ ->
                Problem.of(Status.UNAUTHORIZED, "there is no such user, or this is not its password")
                        .toResponse();
            case SignIn.TooMany(var pause) ->
                Problem.of(Status.fromStatusCode(TOO_MANY_REQUESTS), "too many attempts: wait before the next one")
                        .builder()
                        .header(HttpHeaders.RETRY_AFTER, pause.toSeconds() + 1)
                        .build();
        };
    }

    @DELETE
    @RunOnVirtualThread
    @Operation(summary = "Signs out: the session is over, whoever still has its cookie")
    public Response close(@Context ContainerRequestContext request) {
        SessionCookie.token(request).ifPresent(sessions::close);
        return Response.noContent().cookie(cookie.none()).build();
    }

    private static String text(JsonNode json, String field) {
        JsonNode value = json.path(field);
        if (!value.isTextual()) {
            throw new BadRequestException("the body must have the text '" + field + "'");
        }
        return value.textValue();
    }
}

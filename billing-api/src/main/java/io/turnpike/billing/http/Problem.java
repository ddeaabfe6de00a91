package io.turnpike.billing.http;

import com.fasterxml.jackson.annotation.JsonInclude;
import io.turnpike.billing.registry.Violation;
import jakarta.ws.rs.core.Response;
import java.util.List;

/** The body of every error (RFC 9457). The type is always about:blank, so the title says what the status does. */
@JsonInclude(JsonInclude.Include.NON_EMPTY)
record Problem(String type, String title, int status, String detail, List<Violation> errors) {
    static final String MEDIA_TYPE = "application/problem+json";

    static Problem of(Response.StatusType status, String detail) {
        return of(status, detail, List.of());
    }

    static Problem of(Response.StatusType status, String detail, List<Violation> errors) {
        return new Problem("about:blank", status.getReasonPhrase(), status.getStatusCode(), detail, errors);
    }

    Response toResponse() {
        return builder().build();
    }

    Response.ResponseBuilder builder() {
        return Response.status(status).type(MEDIA_TYPE).entity(this);
    }
}

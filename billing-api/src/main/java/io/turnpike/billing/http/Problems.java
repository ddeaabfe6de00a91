package io.turnpike.billing.http;

import io.turnpike.billing.access.ForbiddenException;
import io.turnpike.billing.database.DatabaseException;
import io.turnpike.billing.registry.InvalidDeclarationException;
import io.turnpike.billing.registry.KeysUnknownException;
import io.turnpike.billing.usage.UsageUnavailableException;
import jakarta.ws.rs.WebApplicationException;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.core.Response.Status;
import org.jboss.logging.Logger;
import org.jboss.resteasy.reactive.server.ServerExceptionMapper;

/** Makes a problem of everything that can go wrong. */
class Problems {
    private static final Logger LOG = Logger.getLogger(Problems.class);
    private static final int RETRY_SECONDS = 5;
    private static final int UNPROCESSABLE_CONTENT = 422;

    @ServerExceptionMapper
    Response badRequest(BadRequestException e) {
        return Problem.of(Status.BAD_REQUEST, message(e)).toResponse();
    }

    @ServerExceptionMapper
    Response notFound(NotFoundProblemException e) {
        return Problem.of(Status.NOT_FOUND, message(e)).toResponse();
    }

    @ServerExceptionMapper
    Response forbidden(ForbiddenException e) {
        return Problem.of(Status.FORBIDDEN, message(e)).toResponse();
    }

    @ServerExceptionMapper
    Response invalid(InvalidDeclarationException e) {
        return new Problem(
                        "about:blank",
                        "Unprocessable Content",
                        UNPROCESSABLE_CONTENT,
                        "nothing was applied: the declaration has "
                                + e.violations().size() + " errors",
                        e.violations())
                .toResponse();
    }

    @ServerExceptionMapper
    Response invalidBody(InvalidBodyException e) {
        return new Problem("about:blank", "Unprocessable Content", UNPROCESSABLE_CONTENT, message(e), e.violations())
                .toResponse();
    }

    @ServerExceptionMapper
    Response conflict(ConflictException e) {
        return Problem.of(Status.CONFLICT, message(e)).toResponse();
    }

    @ServerExceptionMapper
    Response usageUnavailable(UsageUnavailableException e) {
        LOG.warnf("Usage cannot be read: %s", e.getMessage());
        return later(message(e));
    }

    @ServerExceptionMapper
    Response keysUnknown(KeysUnknownException e) {
        LOG.warnf("The topic of keys cannot be read: %s", e.getCause());
        return later(message(e));
    }

    @ServerExceptionMapper
    Response database(DatabaseException e) {
        if (e.isUnreachable()) {
            LOG.warnf("The database cannot be reached: %s", e.getMessage());
            return later("the registry's database cannot be reached");
        }
        return unexpected(e);
    }

    /** What the framework itself refuses: no such path, method or media type. */
    @ServerExceptionMapper
    Response framework(WebApplicationException e) {
        Response response = e.getResponse();
        if (response.getStatusInfo().getFamily() == Response.Status.Family.SERVER_ERROR) {
            return unexpected(e);
        }
        String detail = switch (response.getStatus()) {
            case 404 -> "there is nothing at this path";
            case 405 -> "this path does not have this method";
            case 415 -> "the body must be application/json";
            case 406 -> "the answer is application/json";
            default -> message(e);
        };
        Response.ResponseBuilder problem =
                Problem.of(response.getStatusInfo(), detail).builder();
        String allow = response.getHeaderString(HttpHeaders.ALLOW);
        return allow == null
                ? problem.build()
                : problem.header(HttpHeaders.ALLOW, allow).build();
    }

    @ServerExceptionMapper
    Response unexpected(Exception e) {
        LOG.error("A request failed", e);
        return Problem.of(Status.INTERNAL_SERVER_ERROR, "this is our fault; the log has the reason")
                .toResponse();
    }

    private static Response later(String detail) {
        return Problem.of(Status.SERVICE_UNAVAILABLE, detail)
                .builder()
                .header(HttpHeaders.RETRY_AFTER, RETRY_SECONDS)
                .build();
    }

    private static String message(Exception e) {
        return String.valueOf(e.getMessage());
    }
}

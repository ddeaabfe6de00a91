package io.turnpike.cli;

import com.fasterxml.jackson.databind.JsonNode;
import java.net.URI;
import java.util.ArrayList;
import java.util.List;

/** The API did not do what was asked of it; the message is for people. */
public abstract sealed class ApiException extends Exception {
    private static final long serialVersionUID = 1L;

    private ApiException(String message) {
        super(message);
    }

    /** Nobody answers there. */
    public static final class Unreachable extends ApiException {
        private static final long serialVersionUID = 1L;

        Unreachable(URI base, String why) {
            super("the API at %s is not reachable (%s): is it running? ./turnpike up".formatted(base, why));
        }
    }

    /** It does not know the key, or the key may not do this. */
    public static final class Refused extends ApiException {
        private static final long serialVersionUID = 1L;

        Refused(String why) {
            super(why);
        }
    }

    /** An answer other than success: a problem document (RFC 9457) if the API wrote it. */
    public static final class Problem extends ApiException {
        private static final long serialVersionUID = 1L;

        private final transient List<FieldError> errors;

        Problem(int status, JsonNode document) {
            super(message(status, document));
            this.errors = fieldErrors(document.path("errors"));
        }

        /** What is wrong with which value of the document that was sent. */
        public List<FieldError> errors() {
            return errors;
        }

        private static String message(int status, JsonNode document) {
            var detail = document.path("detail").asText("");
            var title = document.path("title").asText("");
            return detail.isEmpty() ? "HTTP " + status + (title.isEmpty() ? "" : ": " + title) : detail;
        }
    }

    /** What an answer says of single values of the document that was sent. */
    static List<FieldError> fieldErrors(JsonNode list) {
        var errors = new ArrayList<FieldError>();
        for (var error : list) {
            errors.add(new FieldError(
                    error.path("pointer").asText(""), error.path("detail").asText("")));
        }
        return List.copyOf(errors);
    }

    /** One wrong value: a JSON pointer to it (RFC 6901), and why it is wrong. */
    public record FieldError(String pointer, String detail) {}
}

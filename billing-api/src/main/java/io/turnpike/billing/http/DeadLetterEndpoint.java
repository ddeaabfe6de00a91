package io.turnpike.billing.http;

import io.smallrye.common.annotation.RunOnVirtualThread;
import io.turnpike.billing.access.CurrentCaller;
import io.turnpike.billing.live.DeadLetters;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import java.util.OptionalLong;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.jspecify.annotations.Nullable;

/** Shows how many batches of nodes could not be read. */
@Path("/v1/dead-letters")
class DeadLetterEndpoint {
    private final DeadLetters letters;
    private final CurrentCaller caller;

    DeadLetterEndpoint(DeadLetters letters, CurrentCaller caller) {
        this.letters = letters;
        this.caller = caller;
    }

    /** Null if Kafka cannot be asked. */
    record Count(@Nullable Long batches) {}

    @GET
    @RunOnVirtualThread
    @Operation(summary = "How many batches wait in the dead-letter topic")
    public Count count() {
        caller.get().mustBeOperator();
        OptionalLong count = letters.count();
        return new Count(count.isPresent() ? count.getAsLong() : null);
    }
}

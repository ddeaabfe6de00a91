package io.turnpike.billing.http;

import io.smallrye.common.annotation.Blocking;
import io.smallrye.mutiny.Multi;
import io.turnpike.billing.access.CurrentCaller;
import io.turnpike.billing.live.Face;
import io.turnpike.billing.live.LiveFeed;
import io.turnpike.billing.live.Second;
import io.turnpike.billing.registry.Registered;
import io.turnpike.flow.ObservationPoint;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.MediaType;
import java.time.Duration;
import java.util.List;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.jboss.resteasy.reactive.RestStreamElementType;
import org.jspecify.annotations.Nullable;

/** Shows what passes a resource right now. */
@Path("/v1/live")
class LiveEndpoint {
    private static final int HISTORY_SECONDS = 900;

    /** More than one, since a report that came late still changes seconds that were shown. */
    private static final int NEWEST_SECONDS = 5;

    /** Then a browser connects anew by itself, and has to be signed in still. */
    private static final int LONGEST_STREAM_SECONDS = 300;

    private static final long BITS = 8;

    private final LiveFeed feed;
    private final VisibleResources resources;
    private final CurrentCaller caller;

    LiveEndpoint(LiveFeed feed, VisibleResources resources, CurrentCaller caller) {
        this.feed = feed;
        this.resources = resources;
        this.caller = caller;
    }

    /**
     * Bits of each second.
     *
     * @param fed whether nodes report at all; if not, the zeros are nobody's measurement
     */
    record Rates(boolean fed, List<Rate> seconds) {}

    /** A second, in seconds since 1970. */
    record Rate(long at, long inBitsPerSecond, long outBitsPerSecond) {
        static Rate of(Second second) {
            return new Rate(second.epochSecond(), second.inOctets() * BITS, second.outOctets() * BITS);
        }
    }

    @GET
    @Blocking
    @Produces(MediaType.SERVER_SENT_EVENTS)
    @RestStreamElementType(MediaType.APPLICATION_JSON)
    @Operation(summary = "An event a second with the newest seconds; the first one has the last 15 minutes")
    public Multi<Rates> live(@QueryParam("resource") @Nullable String resource) {
        Registered found = resources.owned(caller.get(), Parameters.required("resource", resource));
        Face face = new Face(found.number(), observationPoint(found));
        Multi<Rates> newest = Multi.createFrom()
                .ticks()
                .every(Duration.ofSeconds(1))
                .onOverflow()
                .drop()
                .select()
                .first(LONGEST_STREAM_SECONDS)
                .map(tick -> rates(face, NEWEST_SECONDS));
        Multi<Rates> history = Multi.createFrom().item(() -> rates(face, HISTORY_SECONDS));
        return Multi.createBy().concatenating().streams(history, newest);
    }

    private Rates rates(Face face, int count) {
        return new Rates(
                feed.isFed(), feed.newest(face, count).stream().map(Rate::of).toList());
    }

    private static ObservationPoint observationPoint(Registered resource) {
        return switch (resource.spec().kind()) {
            case SLB -> ObservationPoint.SLB_FRONT;
            case EIP, IPV6GW -> ObservationPoint.BORDER;
            case ECS -> ObservationPoint.ECS_NIC;
            case NODE, NAT, CERTIFICATE ->
                throw Parameters.bad("resource", "must name an SLB, EIP, IPV6GW or ECS: no other is metered by itself");
        };
    }
}

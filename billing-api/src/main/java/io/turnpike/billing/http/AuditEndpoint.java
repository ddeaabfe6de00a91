package io.turnpike.billing.http;

import io.smallrye.common.annotation.RunOnVirtualThread;
import io.turnpike.billing.access.CurrentCaller;
import io.turnpike.billing.audit.AuditItem;
import io.turnpike.billing.audit.AuditReport;
import io.turnpike.billing.audit.AuditStatus;
import io.turnpike.billing.usage.AuditTotal;
import io.turnpike.billing.usage.Page;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.MediaType;
import java.time.Instant;
import java.util.Arrays;
import java.util.Optional;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.jspecify.annotations.Nullable;

/** Shows what of the nodes' counters is not in the ledger, and lets an operator write it off. */
@Path("/v1/audit")
class AuditEndpoint {
    private static final int DEFAULT_LIMIT = 100;
    private static final int LONGEST_REASON = 500;

    private final AuditReport report;
    private final CurrentCaller caller;

    AuditEndpoint(AuditReport report, CurrentCaller caller) {
        this.report = report;
        this.caller = caller;
    }

    @GET
    @RunOnVirtualThread
    @Operation(
            summary = "Holes and differences that the audit found, newest first, which touch the time from from to to")
    public Page<AuditItem> findings(
            @QueryParam("status") @Nullable String status,
            @QueryParam("node") @Nullable String node,
            @QueryParam("from") @Nullable String from,
            @QueryParam("to") @Nullable String to,
            @QueryParam("limit") @Nullable String limit,
            @QueryParam("cursor") @Nullable String cursor) {
        caller.get().mustBeOperator();
        Optional<String> name = Parameters.id("node", node);
        Optional<Instant> start = Parameters.instant("from", from);
        Optional<Instant> end = Parameters.instant("to", to);
        int most = Parameters.limit(limit, DEFAULT_LIMIT, AuditReport.MOST);
        try {
            return report.page(status(status), name, start, end, most, cursor);
        } catch (IllegalArgumentException e) {
            throw Parameters.bad("cursor", "must be one that a page before gave");
        }
    }

    private static Optional<AuditStatus> status(@Nullable String text) {
        Optional<AuditStatus> status = Arrays.stream(AuditStatus.values())
                .filter(known -> known.name().equals(text))
                .findFirst();
        if (text != null && status.isEmpty()) {
            throw Parameters.bad("status", "must be OPEN, CLOSED_BY_EVIDENCE or WRITTEN_OFF");
        }
        return status;
    }

    @GET
    @Path("/totals")
    @RunOnVirtualThread
    @Operation(summary = "All that was looked at: octets that interfaces counted, and what became of them")
    public Items<AuditTotal> totals(@QueryParam("node") @Nullable String node) {
        caller.get().mustBeOperator();
        return new Items<>(report.totals(Parameters.id("node", node)));
    }

    @POST
    @Path("/{id}/write-off")
    @Consumes(MediaType.APPLICATION_JSON)
    @RunOnVirtualThread
    @Operation(summary = "Writes an open finding off, by name and with a reason; one that changes later is open again")
    public AuditItem writeOff(@PathParam("id") String id, byte[] body) {
        caller.get().mustBeOperator();
        RequestBody fields = RequestBody.parse(body);
        String reason = fields.text("reason").orElse("").strip();
        if (reason.isEmpty() || reason.length() > LONGEST_REASON) {
            fields.violation("reason", "must say why, in 1 to " + LONGEST_REASON + " characters");
        }
        fields.end();
        AuditItem item = item(id);
        if (!report.writeOff(id, caller.get().name(), reason)) {
            throw new ConflictException("'" + id + "' is not open: it is " + item.status());
        }
        return item(id);
    }

    private AuditItem item(String id) {
        return report.find(id).orElseThrow(() -> new NotFoundProblemException("the audit has no finding '" + id + "'"));
    }
}

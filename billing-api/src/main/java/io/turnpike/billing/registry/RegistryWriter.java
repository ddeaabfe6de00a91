package io.turnpike.billing.registry;

import com.fasterxml.jackson.databind.JsonNode;
import io.turnpike.billing.database.Session;
import io.turnpike.flow.Binding;
import io.turnpike.flow.IpAddress;
import io.turnpike.flow.Resource;
import io.turnpike.flow.ResourceCodec;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Writes resources, their bindings and the values for the outbox. */
final class RegistryWriter {
    private final Session session;
    private final Instant now;

    RegistryWriter(Session session, Instant now) {
        this.session = session;
        this.now = now;
    }

    /** Writes the changes; each resource gets the next registry version. */
    void write(List<ResourceChange> changes, Map<String, JsonNode> documents, Map<String, Registered> before)
            throws SQLException {
        // All rows first and all old bindings closed, since changes may refer to each other and swap addresses.
        for (ResourceChange change : changes) {
            specification(change.spec(), documents.get(change.spec().id()));
            if (change.rebinds()) {
                session.update(
                        "UPDATE bindings SET valid_to = ? WHERE resource_id = ? AND valid_to IS NULL",
                        now,
                        change.spec().id());
            }
        }
        for (ResourceChange change : changes) {
            Registered old = before.get(change.spec().id());
            publish(change, history(change, old == null ? List.of() : old.bindings()));
        }
    }

    private void specification(ResourceSpec spec, @Nullable JsonNode document) throws SQLException {
        // One that is not named changes only by what it refers to.
        if (document != null) {
            session.update("""
                    INSERT INTO resources (id, kind, declaration, registry_version) VALUES (?, ?, ?::jsonb, 0)
                    ON CONFLICT (id) DO UPDATE SET declaration = excluded.declaration
                    """, spec.id(), spec.kind(), document.toString());
        }
    }

    private List<Binding> history(ResourceChange change, List<Binding> before) throws SQLException {
        if (!change.rebinds()) {
            return before;
        }
        List<Binding> history = new ArrayList<>();
        before.forEach(binding -> history.add(binding.isOpen() ? closed(binding) : binding));
        if (change.view().bound().isPresent()) {
            history.add(open(change.spec().id(), change.view().bound().get()));
        }
        return history;
    }

    private Binding closed(Binding binding) {
        return new Binding(
                binding.bindingId(),
                binding.account(),
                binding.vpcId(),
                binding.publicAddress(),
                binding.privateAddress(),
                binding.ipv6Address(),
                binding.publicBandwidth(),
                binding.validFromMillis(),
                now.toEpochMilli());
    }

    private Binding open(String id, ResourceView.Bound bound) throws SQLException {
        int bindingId = session.one(
                """
                INSERT INTO bindings (resource_id, account_id, vpc_id, public_address, private_address, ipv6_address,
                                      public_bandwidth, valid_from)
                VALUES (?, ?, ?, ?::inet, ?::inet, ?::inet, ?, ?) RETURNING binding_id
                """,
                row -> row.getInt(1),
                id,
                bound.account(),
                bound.vpcId(),
                text(bound.publicAddress()),
                text(bound.privateAddress()),
                text(bound.ipv6Address()),
                bound.publicBandwidth(),
                now);
        return new Binding(
                bindingId,
                bound.account(),
                bound.vpcId(),
                bound.publicAddress(),
                bound.privateAddress(),
                bound.ipv6Address(),
                bound.publicBandwidth(),
                now.toEpochMilli(),
                Binding.OPEN);
    }

    private static @Nullable String text(@Nullable IpAddress address) {
        return address == null ? null : address.toString();
    }

    private void publish(ResourceChange change, List<Binding> bindings) throws SQLException {
        String id = change.spec().id();
        long version = session.one(
                "UPDATE registry_version SET version = version + 1 RETURNING version", row -> row.getLong(1));
        int number = session.one(
                "UPDATE resources SET registry_version = ? WHERE id = ? RETURNING number",
                row -> row.getInt(1),
                version,
                id);
        Resource value = new Resource(
                id,
                number,
                change.spec().kind(),
                version,
                bindings,
                change.view().configuration());
        session.update(
                "INSERT INTO outbox (registry_version, resource_id, value) VALUES (?, ?, ?)",
                version,
                id,
                ResourceCodec.encode(value));
    }
}

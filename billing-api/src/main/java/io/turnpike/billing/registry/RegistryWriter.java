package io.turnpike.billing.registry;

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
    void write(List<ResourceChange> changes, Map<String, Registered> before) throws SQLException {
        // All rows first and all old bindings closed, since changes may refer to each other and swap addresses.
        for (ResourceChange change : changes) {
            specification(change.spec());
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

    private void specification(ResourceSpec spec) throws SQLException {
        session.update(
                """
                INSERT INTO resources (id, kind, bound_to, local_addresses, registry_version) VALUES (?, ?, ?, ?, 0)
                ON CONFLICT (id) DO UPDATE
                SET bound_to = excluded.bound_to, local_addresses = excluded.local_addresses
                """,
                spec.id(),
                spec.kind(),
                spec.boundTo(),
                spec.localAddresses().stream().map(Object::toString).toArray(String[]::new));
        session.update("DELETE FROM listeners WHERE resource_id = ?", spec.id());
        for (int i = 0; i < spec.listeners().size(); i++) {
            listener(spec.id(), i, spec.listeners().get(i));
        }
    }

    private void listener(String id, int position, ListenerSpec listener) throws SQLException {
        session.update(
                "INSERT INTO listeners (resource_id, position, protocol, port) VALUES (?, ?, ?, ?)",
                id,
                position,
                listener.protocol(),
                listener.port());
        for (int i = 0; i < listener.backends().size(); i++) {
            BackendSpec backend = listener.backends().get(i);
            session.update(
                    "INSERT INTO backends (resource_id, listener, position, ecs_id, port, weight)"
                            + " VALUES (?, ?, ?, ?, ?, ?)",
                    id,
                    position,
                    i,
                    backend.resource(),
                    backend.port(),
                    backend.weight());
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
                INSERT INTO bindings (resource_id, account_id, vpc_id, public_address, private_address,
                                      public_bandwidth, valid_from)
                VALUES (?, ?, ?, ?::inet, ?::inet, ?, ?) RETURNING binding_id
                """,
                row -> row.getInt(1),
                id,
                bound.account(),
                bound.vpcId(),
                text(bound.publicAddress()),
                text(bound.privateAddress()),
                bound.publicBandwidth(),
                now);
        return new Binding(
                bindingId,
                bound.account(),
                bound.vpcId(),
                bound.publicAddress(),
                bound.privateAddress(),
                null,
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

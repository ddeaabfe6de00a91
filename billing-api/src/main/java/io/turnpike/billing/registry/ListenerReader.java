package io.turnpike.billing.registry;

import io.turnpike.billing.registry.ListenerSpec.Servers;
import io.turnpike.flow.AccessList;
import io.turnpike.flow.ConnectionLimits;
import io.turnpike.flow.GroupMode;
import io.turnpike.flow.IpPrefix;
import io.turnpike.flow.Listener;
import io.turnpike.flow.Protection;
import io.turnpike.flow.Scheduler;
import io.turnpike.flow.Scheduling;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Reads what an SLB has beside its address: listeners, and the groups of servers that they may refer to. */
final class ListenerReader {
    private static final int MOST_LISTENERS = 50;
    private static final int MOST_CERTIFICATES = 50;
    private static final int MOST_BACKENDS = 200;
    private static final int MOST_GROUPS = 50;
    private static final int MOST_PORT = 65_535;
    private static final int DEFAULT_WEIGHT = 100;
    private static final long MOST_BITS_PER_SECOND = 100_000_000_000L;

    private ListenerReader() {}

    static Details.LoadBalancer loadBalancer(Fields fields) {
        return new Details.LoadBalancer(
                ResourceReader.address(fields, "address"),
                fields.objects("listeners", MOST_LISTENERS, ListenerReader::listener),
                fields.objects("backends", MOST_BACKENDS, ListenerReader::portlessBackend),
                fields.objects("groups", MOST_GROUPS, ListenerReader::group),
                connections(fields));
    }

    private static ListenerSpec listener(Fields fields) {
        ListenerProtocol protocol =
                fields.required("protocol", ListenerProtocol.TCP, text -> Texts.constant(ListenerProtocol.class, text));
        int port = fields.integer("port", 1, MOST_PORT);
        ListenerSpec listener = new ListenerSpec(
                protocol,
                port,
                fields.integer("lastPort", port, MOST_PORT, port),
                fields.texts("certificates", MOST_CERTIFICATES, Texts::id),
                servers(fields),
                scheduling(fields),
                protection(fields),
                fields.object("healthCheck", HealthCheckReader::healthCheck),
                establishedTimeout(fields));
        fields.end();
        return listener;
    }

    private static Servers servers(Fields fields) {
        List<BackendSpec> own = fields.objects("backends", MOST_BACKENDS, ListenerReader::backend);
        String group = fields.optional("group", Texts::id);
        int defaultPort = fields.integer("backendPort", 1, MOST_PORT, 0);
        if (group != null && (!own.isEmpty() || defaultPort != 0)) {
            fields.violation("group", "goes with neither backends nor backendPort: a listener has one set of servers");
        }
        if (!own.isEmpty() && defaultPort != 0) {
            fields.violation("backendPort", "is for the servers of the SLB; the listener has backends of its own");
        }
        if (group != null) {
            return new ListenerSpec.Group(group);
        }
        return own.isEmpty() ? new ListenerSpec.DefaultGroup(defaultPort) : new ListenerSpec.Own(own);
    }

    private static GroupSpec group(Fields fields) {
        GroupSpec group = new GroupSpec(
                fields.required("id", "?", Texts::id),
                fields.required("kind", GroupSpec.Kind.VSERVER, text -> Texts.constant(GroupSpec.Kind.class, text)),
                fields.objects("servers", MOST_BACKENDS, ListenerReader::backend));
        fields.end();
        return group;
    }

    private static BackendSpec backend(Fields fields) {
        return backend(fields, fields.integer("port", 1, MOST_PORT, 0));
    }

    private static BackendSpec portlessBackend(Fields fields) {
        return backend(fields, 0);
    }

    private static BackendSpec backend(Fields fields, int port) {
        BackendSpec backend = new BackendSpec(
                fields.required("resource", "?", Texts::id), port, fields.integer("weight", 0, 100, DEFAULT_WEIGHT));
        fields.end();
        return backend;
    }

    private static Scheduling scheduling(Fields fields) {
        Scheduler scheduler = fields.optional("scheduler", text -> Texts.constant(Scheduler.class, text));
        return new Scheduling(
                scheduler == null ? Scheduling.DEFAULT.scheduler() : scheduler,
                GroupMode.WEIGHTED,
                fields.integer("persistenceSeconds", 0, Scheduling.MOST_PERSISTENCE_SECONDS, 0),
                fields.integer("slowStartSeconds", 0, Scheduling.MOST_SLOW_START_SECONDS, 0),
                drainSeconds(fields));
    }

    private static int drainSeconds(Fields fields) {
        int seconds = fields.integer("drainSeconds", 0, Scheduling.MOST_DRAIN_SECONDS, 0);
        if (seconds > 0 && seconds < Scheduling.LEAST_DRAIN_SECONDS) {
            fields.violation(
                    "drainSeconds",
                    "must be 0 or an integer from " + Scheduling.LEAST_DRAIN_SECONDS + " to "
                            + Scheduling.MOST_DRAIN_SECONDS);
            return 0;
        }
        return seconds;
    }

    private static @Nullable Integer establishedTimeout(Fields fields) {
        int seconds = fields.integer(
                "establishedTimeoutSeconds", Listener.LEAST_TIMEOUT_SECONDS, Listener.MOST_TIMEOUT_SECONDS, 0);
        return seconds == 0 ? null : seconds;
    }

    private static Protection protection(Fields fields) {
        return new Protection(
                connections(fields),
                bitsPerSecond(fields, "capOutBitsPerSecond"),
                bitsPerSecond(fields, "capInBitsPerSecond"),
                accessList(fields));
    }

    private static long bitsPerSecond(Fields fields, String name) {
        Long value = fields.optionalLong(name, MOST_BITS_PER_SECOND);
        return value == null ? 0 : value;
    }

    private static ConnectionLimits connections(Fields fields) {
        return new ConnectionLimits(
                fields.integer("maxConnections", 1, ConnectionLimits.MOST, 0),
                fields.integer("newConnectionsPerSecond", 1, ConnectionLimits.MOST, 0));
    }

    private static AccessList accessList(Fields fields) {
        AccessList list = fields.object("accessList", ListenerReader::readAccessList);
        return list == null ? AccessList.OPEN : list;
    }

    private static AccessList readAccessList(Fields fields) {
        AccessList.Action action = fields.required(
                "action", AccessList.Action.DENY, text -> Texts.constant(AccessList.Action.class, text));
        List<IpPrefix> prefixes = fields.texts("prefixes", AccessList.MOST_PREFIXES, IpPrefix::parse);
        fields.end();
        if (prefixes.isEmpty() || action == AccessList.Action.OPEN) {
            fields.violation("prefixes", "a list needs an action ALLOW or DENY and at least one prefix");
            return AccessList.OPEN;
        }
        return new AccessList(action, prefixes);
    }
}

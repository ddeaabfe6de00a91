package io.turnpike.flow;

import io.turnpike.flow.HealthCheck.Probe;
import org.jspecify.annotations.Nullable;

/** A listener on the wire, as a part of {@link ResourceCodec}. */
final class ListenerCodec {
    /** From here on a listener is more than a port with backends. */
    private static final int WITH_SCHEDULING = 3;

    private static final int NO_PROBE = 0;
    private static final int TCP = 1;
    private static final int HTTP = 2;
    private static final int UDP = 3;

    private ListenerCodec() {}

    static void write(WireWriter out, Listener listener) {
        out.varint(listener.protocolIdentifier());
        out.varint(listener.application().code());
        out.varint(listener.port());
        out.list(listener.backends(), ListenerCodec::write);
        out.list(listener.certificates(), WireWriter::text);
        out.varint(listener.lastPort());
        write(out, listener.scheduling());
        write(out, listener.protection());
        write(out, listener.healthCheck());
        out.varint(listener.establishedTimeoutSeconds());
    }

    static Listener read(WireReader in) throws WireFormatException {
        Listener plain = new Listener(
                in.integer(),
                Coded.of(Application.class, in.varint()),
                in.integer(),
                in.list(5, ListenerCodec::backend),
                in.list(1, WireReader::text));
        if (in.version() < WITH_SCHEDULING) {
            return plain;
        }
        return new Listener(
                plain.protocolIdentifier(),
                plain.application(),
                plain.port(),
                in.integer(),
                plain.backends(),
                plain.certificates(),
                scheduling(in),
                protection(in),
                healthCheck(in),
                in.integer());
    }

    private static void write(WireWriter out, Backend backend) {
        out.text(backend.resourceId());
        out.endpoint(backend.endpoint());
        out.varint(backend.weight());
    }

    private static Backend backend(WireReader in) throws WireFormatException {
        return new Backend(in.text(), in.endpoint(), in.integer());
    }

    private static void write(WireWriter out, Scheduling scheduling) {
        out.varint(scheduling.scheduler().code());
        out.varint(scheduling.group().code());
        out.varint(scheduling.persistenceSeconds());
        out.varint(scheduling.slowStartSeconds());
        out.varint(scheduling.drainSeconds());
    }

    private static Scheduling scheduling(WireReader in) throws WireFormatException {
        return new Scheduling(
                Coded.of(Scheduler.class, in.varint()),
                Coded.of(GroupMode.class, in.varint()),
                in.integer(),
                in.integer(),
                in.integer());
    }

    private static void write(WireWriter out, Protection protection) {
        write(out, protection.connections());
        out.varint(protection.outBitsPerSecond());
        out.varint(protection.inBitsPerSecond());
        out.varint(protection.accessList().action().code());
        out.list(protection.accessList().prefixes(), WireWriter::prefix);
    }

    private static Protection protection(WireReader in) throws WireFormatException {
        return new Protection(connections(in), in.varint(), in.varint(), accessList(in));
    }

    private static AccessList accessList(WireReader in) throws WireFormatException {
        return new AccessList(Coded.of(AccessList.Action.class, in.varint()), in.list(3, WireReader::prefix));
    }

    static void write(WireWriter out, ConnectionLimits limits) {
        out.varint(limits.maxConnections());
        out.varint(limits.newConnectionsPerSecond());
    }

    static ConnectionLimits connections(WireReader in) throws WireFormatException {
        return new ConnectionLimits(in.integer(), in.integer());
    }

    private static void write(WireWriter out, @Nullable HealthCheck check) {
        if (check == null) {
            out.varint(NO_PROBE);
            return;
        }
        write(out, check.probe());
        out.varint(check.port());
        out.varint(check.intervalSeconds());
        out.varint(check.timeoutSeconds());
        out.varint(check.healthyThreshold());
        out.varint(check.unhealthyThreshold());
    }

    private static void write(WireWriter out, Probe probe) {
        switch (probe) {
            case HealthCheck.Tcp tcp -> out.varint(TCP);
            case HealthCheck.Http http -> {
                out.varint(HTTP);
                out.text(http.method());
                out.text(http.path());
                out.text(http.host());
                out.list(http.statusClasses(), (to, first) -> to.varint(first));
            }
            case HealthCheck.Udp udp -> {
                out.varint(UDP);
                out.text(udp.request());
                out.text(udp.response());
            }
        }
    }

    private static @Nullable HealthCheck healthCheck(WireReader in) throws WireFormatException {
        int kind = in.integer();
        return kind == NO_PROBE
                ? null
                : new HealthCheck(
                        probe(kind, in), in.integer(), in.integer(), in.integer(), in.integer(), in.integer());
    }

    private static Probe probe(int kind, WireReader in) throws WireFormatException {
        return switch (kind) {
            case TCP -> new HealthCheck.Tcp();
            case HTTP -> new HealthCheck.Http(in.text(), in.text(), in.text(), in.list(1, WireReader::integer));
            case UDP -> new HealthCheck.Udp(in.text(), in.text());
            default -> throw WireReader.broken("no health check has the code " + kind);
        };
    }
}

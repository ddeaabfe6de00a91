package io.turnpike.node.role;

import io.turnpike.flow.Endpoint;
import io.turnpike.flow.Scheduler;
import io.turnpike.flow.Scheduling;
import io.turnpike.node.ffi.BpfMap;
import io.turnpike.node.maps.ChoiceRows;
import io.turnpike.node.maps.FlowAbi;
import io.turnpike.node.maps.ServerTable;
import io.turnpike.node.maps.Struct;
import io.turnpike.node.schedule.Candidate;
import io.turnpike.node.schedule.Candidates;
import io.turnpike.node.schedule.Rows;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;

/** The servers of every listener, and the row of choices among them that is in force. */
final class ServerRows {
    /** What the packet path goes through for the least connections. */
    private static final int MOST_SERVERS = 256;
    /** A weight is 16 bits in the packet path, and thousandths of hundredths here. */
    private static final int WEIGHT_UNIT = 10;

    private final ServerTable servers;
    private final ChoiceRows rows;
    private final Map<String, Basis> bases = new HashMap<>();
    private final Map<String, int[]> choices = new HashMap<>();
    private final Set<String> listeners = new HashSet<>();
    private final Set<ServerTable.Key> wanted = new HashSet<>();

    /** All that the choices of a listener depend on. */
    private record Basis(Scheduler scheduler, List<Candidate> candidates) {}

    /** A server as it is now; see {@link Candidates.Server}. */
    record Target(Endpoint endpoint, int weight, int permille) {}

    ServerRows(ServerTable servers, ChoiceRows rows) {
        this.servers = servers;
        this.rows = rows;
    }

    /** Keeps its hands off the rows of listeners that an earlier process wrote. */
    void adopt(BpfMap listeners) {
        for (var key : listeners.keys()) {
            Struct value = Struct.of(FlowAbi.LISTENER);
            if (listeners.get(key, value.segment())) {
                rows.adopt(new ChoiceRows.Place(value.intAt("first_choice"), value.intAt("choice_count")));
            }
        }
    }

    ChoiceRows.Place place(String listener, int state, Scheduling scheduling, List<Target> targets) {
        if (targets.size() > MOST_SERVERS) {
            throw new IllegalArgumentException(
                    "listener " + listener + " has " + targets.size() + " servers, at most " + MOST_SERVERS);
        }
        listeners.add(listener);
        List<Candidates.Server> now = new ArrayList<>();
        for (Target target : targets) {
            ServerTable.Key key = new ServerTable.Key(state, target.endpoint());
            wanted.add(key);
            now.add(new Candidates.Server(
                    servers.place(key, weight(target)),
                    identity(target.endpoint()),
                    target.weight(),
                    target.permille()));
        }
        Basis basis = new Basis(scheduling.firstChoice(), Candidates.of(scheduling.group(), now));
        return rows.place(listener, choices(listener, basis));
    }

    /** A hash table is not computed anew when nothing has changed. */
    private int[] choices(String listener, Basis basis) {
        if (!basis.equals(bases.put(listener, basis))) {
            choices.put(listener, Rows.of(basis.scheduler(), basis.candidates()));
        }
        return Objects.requireNonNull(choices.get(listener));
    }

    private static int weight(Target target) {
        int thousandths = target.weight() * target.permille();
        return thousandths == 0 ? 0 : Math.max(1, thousandths / WEIGHT_UNIT);
    }

    private static long identity(Endpoint endpoint) {
        return (endpoint.address().high() * 31 + endpoint.address().low()) * 65_537 + endpoint.port();
    }

    /** The listeners are in force. */
    void retain() {
        bases.keySet().retainAll(listeners);
        choices.keySet().retainAll(listeners);
        rows.retain(listeners);
        servers.retain(wanted);
        listeners.clear();
        wanted.clear();
    }
}

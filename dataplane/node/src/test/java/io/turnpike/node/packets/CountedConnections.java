package io.turnpike.node.packets;

import io.turnpike.node.ffi.BpfMap;
import io.turnpike.node.maps.FlowAbi;
import io.turnpike.node.maps.SessionTable;
import io.turnpike.node.maps.Struct;
import java.lang.foreign.MemoryLayout.PathElement;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.StructLayout;
import java.lang.foreign.ValueLayout;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.jspecify.annotations.NullMarked;

/** What a director counts as open, beside the sessions that it has, and what a process leaves that is killed in between. */
@NullMarked
final class CountedConnections {
    private final BpfMap listeners;
    private final BpfMap servers;
    private final SessionTable table;

    CountedConnections(NodeUnderTest director) {
        this.listeners = director.map("listener_states");
        this.servers = director.map("servers");
        this.table = director.table();
    }

    /** Of listeners, load balancers and servers: all counts that are not 0, the least first. */
    List<Integer> counted() {
        return Stream.concat(connections(listeners, FlowAbi.LISTENER_STATE), connections(servers, FlowAbi.SERVER))
                .filter(count -> count != 0)
                .sorted()
                .toList();
    }

    private static Stream<Integer> connections(BpfMap map, StructLayout layout) {
        MemorySegment memory = map.mapped();
        return IntStream.range(1, map.maxEntries()).mapToObj(index -> intAt(memory, layout, index, "connections"));
    }

    private static int intAt(MemorySegment memory, StructLayout layout, int index, String member) {
        return memory.get(
                ValueLayout.JAVA_INT, index * layout.byteSize() + layout.byteOffset(PathElement.groupElement(member)));
    }

    /** What {@link #counted} should be. */
    List<Integer> bySessions() {
        Map<String, Integer> counts = new HashMap<>();
        counting().forEach(slot -> {
            int listener = table.listener(slot);
            int balancer = intAt(listeners.mapped(), FlowAbi.LISTENER_STATE, listener, "instance");
            counts.merge("listener " + listener, 1, Integer::sum);
            counts.merge("listener " + balancer, 1, Integer::sum);
            counts.merge("server " + table.server(slot), 1, Integer::sum);
        });
        return counts.values().stream().sorted().toList();
    }

    private IntStream counting() {
        return IntStream.range(0, table.slots())
                .filter(slot -> table.state(slot) == SessionTable.ACTIVE && table.listener(slot) != 0);
    }

    /** As by a process that is killed once it has told a session that it counts for nobody any more. */
    void beginToEndOne() {
        counting().findFirst().ifPresent(table::countForNobody);
    }

    /** The next step of ending one: takes one from the count of every server that has any. */
    void countServersDown() {
        for (int index = 1; index < servers.maxEntries(); index++) {
            Struct server = Struct.of(FlowAbi.SERVER);
            if (servers.get(Struct.number(index), server.segment()) && server.intAt("connections") > 0) {
                servers.put(
                        Struct.number(index),
                        server.with("connections", server.intAt("connections") - 1)
                                .segment());
            }
        }
    }
}

package io.turnpike.node.role;

import io.turnpike.flow.IpPrefix;
import io.turnpike.node.ffi.BpfMap;
import io.turnpike.node.maps.FlowAbi;
import io.turnpike.node.maps.Struct;
import java.lang.foreign.MemorySegment;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * The access lists of listeners. A list has a number that stands for what is on it: a changed one is another one, written
 * in whole before its listener turns to it, so that no packet meets half of it.
 */
final class AccessLists {
    private static final int NUMBER_BITS = 32;

    private final DesiredMap map;
    private Map<List<IpPrefix>, Integer> numbers = new HashMap<>();
    private Map<List<IpPrefix>, Integer> wanted = new HashMap<>();
    private int next;

    AccessLists(BpfMap map) {
        // Numbers of an earlier process are in force until its listeners are replaced.
        this.next = map.keys().stream()
                        .mapToInt(key -> Struct.over(FlowAbi.ACCESS_PREFIX, key).intAt("list"))
                        .max()
                        .orElse(0)
                + 1;
        this.map = new DesiredMap(map);
    }

    /** The number of the list, which {@link #put} writes. */
    int number(List<IpPrefix> list) {
        int number = numbers.computeIfAbsent(list, unknown -> next++);
        wanted.put(list, number);
        return number;
    }

    /** Before the listeners. */
    void put() {
        map.put(contents());
    }

    /** After the listeners: lists that none of them has any more go. */
    void retain() {
        map.retain(contents());
        numbers = wanted;
        wanted = new HashMap<>();
    }

    private DesiredMap.Contents contents() {
        DesiredMap.Contents contents = new DesiredMap.Contents();
        wanted.forEach((list, number) -> list.forEach(prefix -> contents.put(key(number, prefix), Struct.number(1))));
        return contents;
    }

    private static MemorySegment key(int number, IpPrefix prefix) {
        return Struct.of(FlowAbi.ACCESS_PREFIX)
                .with("prefix_length", NUMBER_BITS + prefix.mappedLength())
                .with("list", number)
                .with("address", prefix.address())
                .segment();
    }
}

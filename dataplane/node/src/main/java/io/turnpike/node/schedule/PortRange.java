package io.turnpike.node.schedule;

import java.util.ArrayList;
import java.util.List;

/**
 * The fewest prefixes that cover a range of ports.
 *
 * @param first 0 to 65535
 * @param last not before the first
 */
public record PortRange(int first, int last) {
    private static final int PORT_BITS = 16;

    /** All ports that begin with these bits. */
    public record Prefix(int port, int bits) {}

    public List<Prefix> prefixes() {
        List<Prefix> prefixes = new ArrayList<>();
        int from = first;
        while (from <= last) {
            int size = from == 0 ? 1 << PORT_BITS : Integer.lowestOneBit(from);
            while (from + size - 1 > last) {
                size >>= 1;
            }
            prefixes.add(new Prefix(from, PORT_BITS - Integer.numberOfTrailingZeros(size)));
            from += size;
        }
        return prefixes;
    }
}

package io.turnpike.flow;

import java.util.List;

/**
 * Lets private addresses of a VPC open sessions to the Internet from a pool of public ones.
 *
 * @param source whose sessions; the longest prefix that contains the address decides
 * @param eips ids of the EIP resources whose addresses are the pool, at least one
 */
public record SnatEntry(IpPrefix source, List<String> eips) {
    public SnatEntry {
        eips = List.copyOf(eips);
    }
}

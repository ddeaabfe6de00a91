package io.turnpike.node.sync;

import io.turnpike.flow.IpAddress;
import java.nio.charset.StandardCharsets;

/**
 * Who a node is to its peers.
 *
 * @param number 1 to 65535
 * @param name id of its NODE resource, up to 63 octets
 * @param handOver its address on a network that all peers are on
 * @param fresh its session table began empty, so its peers may know sessions of its own that it does not know
 * @param firstFlowId of its table: what is older came before, what is younger and not in the table has ended
 */
record Identity(int number, String name, IpAddress handOver, boolean fresh, long firstFlowId) {
    Identity {
        if (number < 1 || number > 0xffff) {
            throw new IllegalArgumentException("node number " + number);
        }
        if (name.getBytes(StandardCharsets.UTF_8).length > Hello.MOST_NAME_OCTETS) {
            throw new IllegalArgumentException("the name " + name + " is longer than " + Hello.MOST_NAME_OCTETS);
        }
    }
}

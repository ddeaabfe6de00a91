package io.turnpike.node.health;

import java.util.Set;
import java.util.function.Consumer;

/** The other nodes of the cluster, as far as health goes. Messages may be lost, doubled and late. */
public interface HealthExchange {
    /** Most octets of a message. */
    int MOST_OCTETS = 1200;

    /** To all other nodes; does not wait. */
    void send(byte[] message);

    /** From now on the messages of others come here. */
    void receive(Consumer<byte[]> receiver);

    /** Numbers of the nodes that are alive; whether this one is among them does not matter. */
    Set<Integer> living();

    /** Of a node that has no others. */
    static HealthExchange alone() {
        return new HealthExchange() {
            @Override
            public void send(byte[] message) {
                // There is nobody to tell.
            }

            @Override
            public void receive(Consumer<byte[]> receiver) {
                // There is nobody to hear.
            }

            @Override
            public Set<Integer> living() {
                return Set.of();
            }
        };
    }
}

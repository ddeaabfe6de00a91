package io.turnpike.node;

import static org.assertj.core.api.Assertions.assertThat;

import io.turnpike.flow.IpAddress;
import io.turnpike.node.packets.TestNamespace;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.util.List;
import org.jspecify.annotations.NullMarked;
import org.junit.jupiter.api.condition.EnabledIf;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@NullMarked
@EnabledIf("io.turnpike.node.packets.TestNamespace#isPossible")
class NeighbourKeeperIT {
    private static final int DISCARD_PORT = 9;
    private static final int MILLIS_AT_MOST = 20_000;

    @ParameterizedTest
    @ValueSource(strings = {"127.0.0.1", "::1"})
    void shouldSendEmptyDatagramsAgainAndAgain(String neighbour) throws Exception {
        try (TestNamespace namespace = new TestNamespace(List.of(), List.of());
                DatagramSocket discard =
                        namespace.call(() -> new DatagramSocket(DISCARD_PORT, InetAddress.getByName(neighbour)));
                NeighbourKeeper keeper = new NeighbourKeeper(namespace.another())) {
            discard.setSoTimeout(MILLIS_AT_MOST);
            keeper.start();
            keeper.keep(List.of(IpAddress.parse(neighbour)));
            for (int i = 0; i < 2; i++) {
                DatagramPacket datagram = new DatagramPacket(new byte[8], 8);
                discard.receive(datagram);
                assertThat(datagram.getLength()).isZero();
            }
        }
    }
}

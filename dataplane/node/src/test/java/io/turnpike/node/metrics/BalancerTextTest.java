package io.turnpike.node.metrics;

import static org.assertj.core.api.Assertions.assertThat;

import io.turnpike.node.metrics.History.Sample;
import java.util.Map;
import org.junit.jupiter.api.Test;

class BalancerTextTest {
    private static final String NAME = "slb \"one\"\\\n";
    private static final Subject BALANCER = Subject.ofBalancer(NAME);
    private static final Subject TCP = new Subject(NAME, 6, 80, 80);
    private static final Subject UDP = new Subject(NAME, 17, 90, 99);
    private static final long SECOND = 1_000_000_000L;

    private final History history = new History();

    private Exposition exposition() {
        BalancerText text = new BalancerText(history);
        text.add(BALANCER, OpenConnections.NONE, 6);
        text.add(TCP, new OpenConnections(2, 3), 5);
        text.add(UDP, new OpenConnections(0, 1), 1);
        return Exposition.of(text.toString());
    }

    @Test
    void shouldHaveTheNamesThatUsersOfAnSlbKnow() {
        assertThat(exposition().families())
                .containsExactlyInAnyOrder(
                        "TrafficRXNew",
                        "TrafficTXNew",
                        "PacketRX",
                        "PacketTX",
                        "NewConnection",
                        "DropConnection",
                        "DropPacketRX",
                        "DropPacketTX",
                        "DropTrafficRX",
                        "DropTrafficTX",
                        "ActiveConnection",
                        "InactiveConnection",
                        "MaxConnection",
                        "InstanceTrafficRX",
                        "InstanceTrafficTX",
                        "InstancePacketRX",
                        "InstancePacketTX",
                        "InstanceNewConnection",
                        "InstanceDropConnection",
                        "InstanceDropPacketRX",
                        "InstanceDropPacketTX",
                        "InstanceDropTrafficRX",
                        "InstanceDropTrafficTX",
                        "InstanceActiveConnection",
                        "InstanceInactiveConnection",
                        "InstanceMaxConnection",
                        "turnpike_slb_received_octets_total",
                        "turnpike_slb_sent_octets_total",
                        "turnpike_slb_received_packets_total",
                        "turnpike_slb_sent_packets_total",
                        "turnpike_slb_connections_total",
                        "turnpike_slb_dropped_connections_total",
                        "turnpike_slb_dropped_received_packets_total",
                        "turnpike_slb_dropped_sent_packets_total",
                        "turnpike_slb_dropped_received_octets_total",
                        "turnpike_slb_dropped_sent_octets_total",
                        "turnpike_slb_instance_received_octets_total",
                        "turnpike_slb_instance_sent_octets_total",
                        "turnpike_slb_instance_received_packets_total",
                        "turnpike_slb_instance_sent_packets_total",
                        "turnpike_slb_instance_connections_total",
                        "turnpike_slb_instance_dropped_connections_total",
                        "turnpike_slb_instance_dropped_received_packets_total",
                        "turnpike_slb_instance_dropped_sent_packets_total",
                        "turnpike_slb_instance_dropped_received_octets_total",
                        "turnpike_slb_instance_dropped_sent_octets_total")
                .allMatch(exposition()::hasHelp);
    }

    @Test
    void shouldTellOfEachListenerAndOfAllTogether() {
        Exposition exposition = exposition();
        assertThat(exposition.listener("ActiveConnection", NAME, "TCP", "80")).isEqualTo(2);
        assertThat(exposition.listener("InactiveConnection", NAME, "UDP", "90-99"))
                .isEqualTo(1);
        assertThat(exposition.count("ActiveConnection")).isEqualTo(2);
        assertThat(exposition.balancer("InstanceActiveConnection", NAME)).isEqualTo(2);
        assertThat(exposition.balancer("InstanceInactiveConnection", NAME)).isEqualTo(4);
        assertThat(exposition.balancer("InstanceMaxConnection", NAME)).isEqualTo(6);
    }

    @Test
    void shouldTellBitsASecondAndOctetsInAll() {
        sample(0, 1000);
        sample(10, 3000);
        Exposition exposition = exposition();
        assertThat(exposition.listener("TrafficRXNew", NAME, "TCP", "80")).isEqualTo(1600);
        assertThat(exposition.listener("turnpike_slb_received_octets_total", NAME, "TCP", "80"))
                .isEqualTo(3000);
        assertThat(exposition.listener("TrafficRXNew", NAME, "UDP", "90-99")).isZero();
    }

    private void sample(long second, long octets) {
        history.add(
                new Sample(second * SECOND, Map.of(TCP, Amounts.NONE.with(Figure.TRAFFIC_RX, octets)), Map.of(TCP, 0)));
    }
}

package io.turnpike.node.metrics;

/**
 * What is counted and only grows; it is shown as a rate under the names of CloudMonitor, namespace acs_slb_dashboard, and as a
 * counter under ours. RX is from clients, TX towards them, octets are those of IP packets as the client sees them.
 */
enum Figure {
    TRAFFIC_RX("TrafficRXNew", "InstanceTrafficRX", 8, "bits", "received_octets", "Octets from clients, forwarded."),
    TRAFFIC_TX("TrafficTXNew", "InstanceTrafficTX", 8, "bits", "sent_octets", "Octets to clients, forwarded."),
    PACKET_RX("PacketRX", "InstancePacketRX", 1, "packets", "received_packets", "Packets from clients, forwarded."),
    PACKET_TX("PacketTX", "InstancePacketTX", 1, "packets", "sent_packets", "Packets to clients, forwarded."),
    NEW_CONNECTION(
            "NewConnection", "InstanceNewConnection", 1, "connections", "connections", "TCP and UDP sessions opened."),
    DROP_CONNECTION(
            "DropConnection",
            "InstanceDropConnection",
            1,
            "connections",
            "dropped_connections",
            "Packets refused that would have opened a session."),
    DROP_PACKET_RX(
            "DropPacketRX",
            "InstanceDropPacketRX",
            1,
            "packets",
            "dropped_received_packets",
            "Packets from clients, dropped."),
    DROP_PACKET_TX(
            "DropPacketTX",
            "InstanceDropPacketTX",
            1,
            "packets",
            "dropped_sent_packets",
            "Packets to clients, dropped."),
    DROP_TRAFFIC_RX(
            "DropTrafficRX",
            "InstanceDropTrafficRX",
            8,
            "bits",
            "dropped_received_octets",
            "Octets from clients, dropped."),
    DROP_TRAFFIC_TX(
            "DropTrafficTX", "InstanceDropTrafficTX", 8, "bits", "dropped_sent_octets", "Octets to clients, dropped.");

    private final String listenerName;
    private final String balancerName;
    private final int unitsEach;
    private final String unit;
    private final String counter;
    private final String help;

    /**
     * @param unitsEach of the rate, in one that is counted
     * @param unit of the rate, each second
     * @param counter the middle of the counter's name
     */
    Figure(String listenerName, String balancerName, int unitsEach, String unit, String counter, String help) {
        this.listenerName = listenerName;
        this.balancerName = balancerName;
        this.unitsEach = unitsEach;
        this.unit = unit;
        this.counter = counter;
        this.help = help;
    }

    String listenerName() {
        return listenerName;
    }

    String balancerName() {
        return balancerName;
    }

    int unitsEach() {
        return unitsEach;
    }

    String counterName(boolean balancer) {
        return (balancer ? "turnpike_slb_instance_" : "turnpike_slb_") + counter + "_total";
    }

    String counterHelp() {
        return help;
    }

    String rateHelp() {
        return help + " In " + unit + " a second, mean of the last minute.";
    }
}

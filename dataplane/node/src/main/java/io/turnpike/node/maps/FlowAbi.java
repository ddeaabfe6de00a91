package io.turnpike.node.maps;

import static java.lang.foreign.MemoryLayout.sequenceLayout;
import static java.lang.foreign.MemoryLayout.structLayout;
import static java.lang.foreign.ValueLayout.JAVA_BYTE;
import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;
import static java.lang.foreign.ValueLayout.JAVA_SHORT;

import java.lang.foreign.MemoryLayout;
import java.lang.foreign.MemoryLayout.PathElement;
import java.lang.foreign.StructLayout;
import java.util.Map;
import java.util.TreeMap;

/** Layouts of {@code flow_abi.h}; a test compares each with {@code abi.json}, which comes from the compiled objects. */
public final class FlowAbi {
    private static final MemoryLayout ADDRESS = sequenceLayout(16, JAVA_BYTE);

    public static final StructLayout FLOW_KEY = structLayout(
            ADDRESS.withName("source"),
            ADDRESS.withName("destination"),
            JAVA_SHORT.withName("source_port"),
            JAVA_SHORT.withName("destination_port"),
            JAVA_BYTE.withName("protocol"),
            JAVA_BYTE.withName("padding"),
            JAVA_SHORT.withName("scope"));

    public static final StructLayout TRANSLATION = structLayout(
            ADDRESS.withName("source"),
            ADDRESS.withName("destination"),
            JAVA_SHORT.withName("source_port"),
            JAVA_SHORT.withName("destination_port"));

    public static final StructLayout HOP = structLayout(
            JAVA_INT.withName("stamp"),
            JAVA_INT.withName("ifindex"),
            sequenceLayout(6, JAVA_BYTE).withName("destination"),
            sequenceLayout(6, JAVA_BYTE).withName("source"),
            JAVA_SHORT.withName("cell"),
            JAVA_SHORT.withName("padding"));

    public static final StructLayout SESSION = structLayout(
            JAVA_LONG.withName("flow_id"),
            JAVA_LONG.withName("first_seen_ns"),
            JAVA_LONG.withName("last_seen_ns"),
            sequenceLayout(2, JAVA_LONG).withName("octets"),
            sequenceLayout(2, JAVA_LONG).withName("packets"),
            sequenceLayout(2, JAVA_LONG).withName("reported_octets"),
            sequenceLayout(2, JAVA_LONG).withName("reported_packets"),
            FLOW_KEY.withName("key"),
            TRANSLATION.withName("forward"),
            ADDRESS.withName("next_hop"),
            JAVA_INT.withName("generation"),
            JAVA_INT.withName("resource"),
            JAVA_INT.withName("binding"),
            JAVA_INT.withName("vpc"),
            JAVA_INT.withName("state"),
            JAVA_INT.withName("tcp"),
            JAVA_INT.withName("listener"),
            JAVA_INT.withName("server"),
            sequenceLayout(2, JAVA_INT).withName("sequence_offset"),
            JAVA_SHORT.withName("owner"),
            JAVA_SHORT.withName("idle_seconds"),
            JAVA_BYTE.withName("observation"),
            JAVA_BYTE.withName("entry"),
            JAVA_BYTE.withName("mark"),
            JAVA_BYTE.withName("initiator_side"),
            JAVA_INT.withName("announced"),
            sequenceLayout(2, HOP).withName("hops"));

    public static final StructLayout INDEX_BUCKET =
            structLayout(sequenceLayout(8, JAVA_LONG).withName("entry"));

    public static final StructLayout ALLOCATOR = structLayout(
            JAVA_LONG.withName("head"),
            JAVA_LONG.withName("tail"),
            JAVA_LONG.withName("next_flow_id"),
            JAVA_LONG.withName("reported_until_millis"),
            JAVA_LONG.withName("counters_epoch"),
            JAVA_INT.withName("slot_mask"),
            JAVA_INT.withName("cell_epoch"),
            sequenceLayout(10, JAVA_LONG).withName("index_secret"));

    public static final StructLayout COUNTER =
            structLayout(JAVA_LONG.withName("octets"), JAVA_LONG.withName("packets"));

    public static final StructLayout CELL =
            structLayout(sequenceLayout(2, COUNTER).withName("bank"));

    public static final StructLayout INTERFACE = structLayout(JAVA_INT.withName("cell"), JAVA_INT.withName("side"));

    public static final StructLayout CELL_KEY = structLayout(
            JAVA_INT.withName("resource"),
            JAVA_INT.withName("binding"),
            JAVA_INT.withName("vpc"),
            JAVA_BYTE.withName("observation"),
            JAVA_BYTE.withName("direction"),
            JAVA_BYTE.withName("reason"),
            JAVA_BYTE.withName("sessionless"),
            JAVA_SHORT.withName("arrival"),
            JAVA_SHORT.withName("departure"));

    public static final StructLayout LISTENER_KEY = structLayout(
            ADDRESS.withName("address"),
            JAVA_SHORT.withName("port"),
            JAVA_BYTE.withName("protocol"),
            JAVA_BYTE.withName("padding"));

    public static final StructLayout PORT_PREFIX = structLayout(
            JAVA_INT.withName("prefix_length"),
            ADDRESS.withName("address"),
            JAVA_BYTE.withName("protocol"),
            JAVA_BYTE.withName("padding"),
            JAVA_SHORT.withName("port"));

    public static final StructLayout CONNECTION_LIMIT =
            structLayout(JAVA_LONG.withName("interval"), JAVA_INT.withName("most"), JAVA_INT.withName("state"));

    public static final StructLayout LISTENER = structLayout(
            CONNECTION_LIMIT.withName("limit"),
            CONNECTION_LIMIT.withName("instance_limit"),
            JAVA_INT.withName("resource"),
            JAVA_INT.withName("binding"),
            JAVA_INT.withName("vpc"),
            JAVA_INT.withName("flags"),
            JAVA_INT.withName("first_choice"),
            JAVA_INT.withName("choice_count"),
            JAVA_INT.withName("access_list"),
            JAVA_SHORT.withName("scheduler"),
            JAVA_SHORT.withName("persistence_seconds"),
            JAVA_SHORT.withName("idle_seconds"),
            JAVA_SHORT.withName("padding"),
            JAVA_INT.withName("reserved"));

    public static final StructLayout LISTENER_STATE = structLayout(
            LISTENER_KEY.withName("key"),
            JAVA_INT.withName("instance"),
            JAVA_INT.withName("connections"),
            JAVA_INT.withName("turn"),
            JAVA_LONG.withName("next_connection"),
            JAVA_LONG.withName("opened"),
            JAVA_INT.withName("peak"),
            JAVA_INT.withName("padding"),
            JAVA_LONG.withName("dropped_connections"),
            sequenceLayout(2, JAVA_LONG).withName("dropped_octets"),
            sequenceLayout(2, JAVA_LONG).withName("dropped_packets"));

    public static final StructLayout SERVER = structLayout(
            ADDRESS.withName("address"),
            JAVA_SHORT.withName("port"),
            JAVA_SHORT.withName("weight"),
            JAVA_INT.withName("flags"),
            JAVA_INT.withName("listener"),
            JAVA_INT.withName("connections"),
            JAVA_LONG.withName("opened"));

    /** Servers in one piece of a row. */
    public static final int CHOICES_A_PIECE = 32;

    public static final StructLayout CHOICES =
            structLayout(sequenceLayout(CHOICES_A_PIECE, JAVA_SHORT).withName("server"));

    public static final StructLayout PERSISTENCE_KEY =
            structLayout(JAVA_INT.withName("listener"), ADDRESS.withName("client"));

    public static final StructLayout PERSISTENCE =
            structLayout(JAVA_LONG.withName("until_ns"), JAVA_INT.withName("server"), JAVA_INT.withName("padding"));

    public static final StructLayout ACCESS_PREFIX =
            structLayout(JAVA_INT.withName("prefix_length"), JAVA_INT.withName("list"), ADDRESS.withName("address"));

    public static final StructLayout OWNED_ADDRESS = structLayout(
            JAVA_INT.withName("resource"),
            JAVA_INT.withName("binding"),
            JAVA_INT.withName("vpc"),
            JAVA_INT.withName("local"));

    public static final StructLayout DIRECTOR_SETTINGS = structLayout(
            JAVA_INT.withName("ipv4_address_count"),
            JAVA_INT.withName("ipv6_address_count"),
            JAVA_SHORT.withName("first_port"),
            JAVA_SHORT.withName("last_port"));

    public static final StructLayout ADDRESS_BINDING = structLayout(
            ADDRESS.withName("peer"),
            JAVA_INT.withName("resource"),
            JAVA_INT.withName("binding"),
            JAVA_INT.withName("vpc"),
            JAVA_INT.withName("entry"));

    public static final StructLayout DNAT_TARGET =
            structLayout(ADDRESS.withName("address"), JAVA_SHORT.withName("port"), JAVA_SHORT.withName("padding"));

    /** The most addresses that a pool can have. */
    public static final int SNAT_POOL_ADDRESSES = 32;

    public static final StructLayout SNAT_POOL = structLayout(
            JAVA_INT.withName("vpc"),
            JAVA_INT.withName("address_count"),
            JAVA_SHORT.withName("first_port"),
            JAVA_SHORT.withName("last_port"),
            sequenceLayout(SNAT_POOL_ADDRESSES, ADDRESS_BINDING).withName("addresses"));

    public static final StructLayout NIC = structLayout(
            ADDRESS.withName("private_address"),
            ADDRESS.withName("public_address"),
            ADDRESS.withName("ipv6_address"),
            JAVA_INT.withName("resource"),
            JAVA_INT.withName("binding"),
            JAVA_INT.withName("vpc"),
            JAVA_INT.withName("flags"),
            JAVA_INT.withName("scope"));

    public static final StructLayout VPC_ADDRESS = structLayout(JAVA_INT.withName("vpc"), ADDRESS.withName("address"));

    public static final StructLayout PREFIX_KEY =
            structLayout(JAVA_INT.withName("prefix_length"), ADDRESS.withName("address"));

    public static final StructLayout LIMIT_KEY =
            structLayout(JAVA_INT.withName("resource"), JAVA_INT.withName("direction"));

    public static final StructLayout RATE = structLayout(
            JAVA_LONG.withName("bits_per_second"), JAVA_LONG.withName("burst_bits"), JAVA_LONG.withName("fill_ns"));

    public static final StructLayout LIMIT = structLayout(
            RATE.withName("leased"),
            RATE.withName("safe"),
            JAVA_LONG.withName("until_ns"),
            JAVA_INT.withName("bucket"),
            JAVA_INT.withName("queue_class"));

    /** The first members of a token bucket. */
    public static final StructLayout DEMAND = structLayout(
            JAVA_LONG.withName("asked_bits"), JAVA_LONG.withName("refused_bits"), JAVA_LONG.withName("passed_packets"));

    public static final StructLayout PROXIED_ADDRESS = structLayout(
            JAVA_INT.withName("resource"),
            JAVA_INT.withName("binding"),
            JAVA_INT.withName("vpc"),
            JAVA_INT.withName("leg"));

    /** By the name of the struct in the header. */
    static final Map<String, StructLayout> ALL = Map.ofEntries(
            Map.entry("flow_key", FLOW_KEY),
            Map.entry("translation", TRANSLATION),
            Map.entry("hop", HOP),
            Map.entry("session", SESSION),
            Map.entry("index_bucket", INDEX_BUCKET),
            Map.entry("allocator", ALLOCATOR),
            Map.entry("counter", COUNTER),
            Map.entry("cell", CELL),
            Map.entry("interface", INTERFACE),
            Map.entry("cell_key", CELL_KEY),
            Map.entry("listener_key", LISTENER_KEY),
            Map.entry("listener", LISTENER),
            Map.entry("port_prefix", PORT_PREFIX),
            Map.entry("connection_limit", CONNECTION_LIMIT),
            Map.entry("listener_state", LISTENER_STATE),
            Map.entry("server", SERVER),
            Map.entry("choices", CHOICES),
            Map.entry("persistence_key", PERSISTENCE_KEY),
            Map.entry("persistence", PERSISTENCE),
            Map.entry("access_prefix", ACCESS_PREFIX),
            Map.entry("owned_address", OWNED_ADDRESS),
            Map.entry("director_settings", DIRECTOR_SETTINGS),
            Map.entry("address_binding", ADDRESS_BINDING),
            Map.entry("dnat_target", DNAT_TARGET),
            Map.entry("snat_pool", SNAT_POOL),
            Map.entry("nic", NIC),
            Map.entry("vpc_address", VPC_ADDRESS),
            Map.entry("prefix_key", PREFIX_KEY),
            Map.entry("limit_key", LIMIT_KEY),
            Map.entry("rate", RATE),
            Map.entry("limit", LIMIT),
            Map.entry("demand", DEMAND),
            Map.entry("proxied_address", PROXIED_ADDRESS));

    private FlowAbi() {}

    /** All layouts in one text, the same for the same layouts. */
    public static String description() {
        return new TreeMap<>(ALL).toString();
    }

    /** Octets from the start of the struct to a member. */
    static long offset(StructLayout layout, String member) {
        return layout.byteOffset(PathElement.groupElement(member));
    }
}

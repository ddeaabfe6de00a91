package io.turnpike.replay.packet;

import java.nio.ByteBuffer;

/** Follows the type of what an Ethernet or cooked header carries, through VLAN tags. */
final class EtherType {
    private static final int IPV4 = 0x0800;
    private static final int ARP = 0x0806;
    private static final int VLAN = 0x8100;
    private static final int IPV6 = 0x86dd;
    private static final int PPPOE_SESSION = 0x8864;
    private static final int MPLS = 0x8847;
    private static final int PROVIDER_VLAN = 0x88a8;
    private static final int LLDP = 0x88cc;
    private static final int OLDER_PROVIDER_VLAN = 0x9100;
    private static final int OLDEST_PROVIDER_VLAN = 0x9200;
    /** Below it stands not a type but a length, or a pseudo type of Linux. */
    private static final int LOWEST = 0x0600;

    private static final int VLAN_TAG = 4;
    private static final int SNAP = 8;
    /** LLC of SNAP, then the organization code of EtherTypes. */
    private static final long SNAP_OF_ETHERTYPE = 0xaaaa_0300_0000L;

    private EtherType() {}

    /**
     * What the frame is.
     *
     * @param typeAt where the type stands
     * @param payloadAt where that begins which it is the type of
     */
    static Frame read(ByteBuffer frame, int typeAt, int payloadAt, long wireOctets) {
        if (frame.limit() < Math.max(payloadAt, typeAt + 2)) {
            return OtherFrame.of("cut short in the link layer", wireOctets - payloadAt);
        }
        int type = Octets.unsigned16(frame, typeAt);
        int at = payloadAt;
        while (isTag(type)) {
            if (frame.limit() < at + VLAN_TAG) {
                return OtherFrame.of("cut short in the link layer", wireOctets - at);
            }
            type = Octets.unsigned16(frame, at + 2);
            at += VLAN_TAG;
        }
        if (type < LOWEST && isSnap(frame, at)) {
            type = Octets.unsigned16(frame, at + SNAP - 2);
            at += SNAP;
        }
        return payload(type, frame.slice(at, frame.limit() - at), wireOctets - at);
    }

    private static Frame payload(int type, ByteBuffer payload, long wireOctets) {
        return switch (type) {
            case IPV4 -> Ipv4.read(payload, wireOctets);
            case IPV6 -> Ipv6.read(payload, wireOctets);
            default -> OtherFrame.of(name(type), wireOctets);
        };
    }

    private static boolean isTag(int type) {
        return switch (type) {
            case VLAN, PROVIDER_VLAN, OLDER_PROVIDER_VLAN, OLDEST_PROVIDER_VLAN -> true;
            default -> false;
        };
    }

    private static boolean isSnap(ByteBuffer frame, int at) {
        return frame.limit() >= at + SNAP && frame.getLong(at) >>> 16 == SNAP_OF_ETHERTYPE;
    }

    private static String name(int type) {
        String hex = "ethertype 0x%04x".formatted(type);
        return switch (type) {
            case ARP -> "ARP, " + hex;
            case MPLS -> "MPLS, " + hex;
            case PPPOE_SESSION -> "PPPoE, " + hex;
            case LLDP -> "LLDP, " + hex;
            default -> type < LOWEST ? "802.2 LLC or a type of Linux's own" : hex;
        };
    }
}

package io.turnpike.replay;

import io.turnpike.flow.IpAddress;

/** Writes packets. */
public final class Packets {
    public static final int FIN = 0x01;
    public static final int SYN = 0x02;
    public static final int RST = 0x04;
    public static final int ACK = 0x10;
    public static final String CLIENT = "198.51.100.7";
    public static final String SERVER = "203.0.113.9";
    public static final String CLIENT6 = "2001:db8::7";
    public static final String SERVER6 = "2001:db8:1::9";

    private static final int DONT_FRAGMENT = 0x4000;

    private Packets() {}

    public static byte[] ethernet(int type, byte... payload) {
        return Octets.bigEndian()
                .hex("020000000001 020000000002")
                .u16(type)
                .bytes(payload)
                .done();
    }

    /** With zeros up to the 60 octets that a frame has at least. */
    public static byte[] padded(byte... frame) {
        return Octets.bigEndian()
                .bytes(frame)
                .zeros(Math.max(0, 60 - frame.length))
                .done();
    }

    public static byte[] ipv4(String source, String destination, int protocol, byte... payload) {
        return ipv4(source, destination, protocol, 20 + payload.length, 0, DONT_FRAGMENT, payload);
    }

    /** Part of a datagram; the offset in octets, a multiple of 8. */
    public static byte[] fragment(
            String source, String destination, int protocol, int id, int offset, boolean more, byte... payload) {
        return ipv4(source, destination, protocol, 20 + payload.length, id, (more ? 0x2000 : 0) | offset / 8, payload);
    }

    public static byte[] ipv4(
            String source, String destination, int protocol, int total, int id, int fragment, byte... payload) {
        return Octets.bigEndian()
                .u8(0x45)
                .u8(0)
                .u16(total)
                .u16(id)
                .u16(fragment)
                .u8(64)
                .u8(protocol)
                .u16(0)
                .u32(IpAddress.parse(source).ipv4Bits())
                .u32(IpAddress.parse(destination).ipv4Bits())
                .bytes(payload)
                .done();
    }

    public static byte[] ipv6(String source, String destination, int next, byte... payload) {
        return ipv6(source, destination, next, payload.length, payload);
    }

    public static byte[] ipv6(String source, String destination, int next, int length, byte... payload) {
        return Octets.bigEndian()
                .u32(0x60000000L)
                .u16(length)
                .u8(next)
                .u8(64)
                .bytes(IpAddress.parse(source).toBytes())
                .bytes(IpAddress.parse(destination).toBytes())
                .bytes(payload)
                .done();
    }

    /** An extension header of the usual form: of 8 octets and so many more. */
    public static byte[] extension(int next, int moreEights, byte... payload) {
        return Octets.bigEndian()
                .u8(next)
                .u8(moreEights)
                .zeros(6 + 8 * moreEights)
                .bytes(payload)
                .done();
    }

    public static byte[] fragment6(int next, int offset, boolean more, long id, byte... payload) {
        return Octets.bigEndian()
                .u8(next)
                .u8(0)
                .u16(offset | (more ? 1 : 0))
                .u32(id)
                .bytes(payload)
                .done();
    }

    public static byte[] tcp(int source, int destination, int flags, long sequence, int payloadOctets) {
        return Octets.bigEndian()
                .u16(source)
                .u16(destination)
                .u32(sequence)
                .u32(0)
                .u8(0x50)
                .u8(flags)
                .u16(1024)
                .u32(0)
                .zeros(payloadOctets)
                .done();
    }

    public static byte[] udp(int source, int destination, int payloadOctets) {
        return Octets.bigEndian()
                .u16(source)
                .u16(destination)
                .u16(8 + payloadOctets)
                .u16(0)
                .zeros(payloadOctets)
                .done();
    }

    public static byte[] icmp(int type, int identifier, int payloadOctets) {
        return Octets.bigEndian()
                .u8(type)
                .u8(0)
                .u16(0)
                .u16(identifier)
                .u16(1)
                .zeros(payloadOctets)
                .done();
    }

    public static byte[] clientUdp(int payloadOctets) {
        return ipv4(CLIENT, SERVER, 17, udp(4000, 53, payloadOctets));
    }

    public static byte[] serverUdp(int payloadOctets) {
        return ipv4(SERVER, CLIENT, 17, udp(53, 4000, payloadOctets));
    }

    public static byte[] clientTcp(int flags, long sequence, int payloadOctets) {
        return ipv4(CLIENT, SERVER, 6, tcp(4000, 80, flags, sequence, payloadOctets));
    }

    public static byte[] serverTcp(int flags, long sequence, int payloadOctets) {
        return ipv4(SERVER, CLIENT, 6, tcp(80, 4000, flags, sequence, payloadOctets));
    }
}

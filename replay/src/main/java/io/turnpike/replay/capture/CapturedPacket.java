package io.turnpike.replay.capture;

import java.nio.ByteBuffer;

/**
 * A packet as the capture has it.
 *
 * @param linkType number of the link layer's header: see the registry of LINKTYPE_ values of tcpdump.org
 * @param timeNanos nanoseconds since 1970, UTC; never negative
 * @param wireOctets its length on the wire, link header included; never less than what was captured
 * @param data what was captured of it, or the beginning of that; valid until the next packet is read
 */
public record CapturedPacket(int linkType, long timeNanos, long wireOctets, ByteBuffer data) {}

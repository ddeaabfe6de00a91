package io.turnpike.replay.packet;

/** What a captured frame was found to be. */
public sealed interface Frame permits IpPacket, OtherFrame {}

package io.turnpike.replay.packet;

/**
 * A frame that is no part of a flow.
 *
 * @param kind what it is, in words for people; few different ones
 * @param octets behind the link layer's header, as they were on the wire (padding included)
 * @param readable whether the link layer could be read at all
 */
public record OtherFrame(String kind, long octets, boolean readable) implements Frame {
    static OtherFrame of(String kind, long octets) {
        return new OtherFrame(kind, Math.max(0, octets), true);
    }

    static OtherFrame unreadable(String kind, long octets) {
        return new OtherFrame(kind, Math.max(0, octets), false);
    }
}

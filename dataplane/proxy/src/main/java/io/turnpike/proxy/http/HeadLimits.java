package io.turnpike.proxy.http;

/**
 * How large a head may be.
 *
 * @param firstLineOctets of the request line, else {@code octets}
 * @param octets of the lines together
 */
record HeadLimits(int firstLineOctets, int octets) {
    static final HeadLimits REQUEST = new HeadLimits(8 * 1024, 32 * 1024);
    static final HeadLimits RESPONSE = new HeadLimits(64 * 1024, 64 * 1024);
    static final HeadLimits TRAILERS = new HeadLimits(8 * 1024, 8 * 1024);

    void check(boolean inFirstLine, int come) throws MalformedMessage {
        if (inFirstLine && come > firstLineOctets && firstLineOctets < octets) {
            throw new MalformedMessage(414, "a request line of more than " + firstLineOctets + " octets");
        }
        if (come > octets) {
            throw new MalformedMessage(431, "fields of more than " + octets + " octets");
        }
    }
}

package io.turnpike.flow;

/**
 * What a listener keeps from its servers.
 *
 * @param outBitsPerSecond cap on what leaves to the clients, in layer-3 octets times eight; 0 for none
 * @param inBitsPerSecond cap on what arrives from the clients; 0 for none
 */
public record Protection(
        ConnectionLimits connections, long outBitsPerSecond, long inBitsPerSecond, AccessList accessList) {
    /** One that lets everything through. */
    public static final Protection NONE = new Protection(ConnectionLimits.NONE, 0, 0, AccessList.OPEN);

    public Protection {
        if (outBitsPerSecond < 0 || inBitsPerSecond < 0) {
            throw new IllegalArgumentException("a cap of " + outBitsPerSecond + " out, " + inBitsPerSecond + " in");
        }
    }

    /** One with nothing but limits of connections. */
    public static Protection of(ConnectionLimits connections) {
        return new Protection(connections, 0, 0, AccessList.OPEN);
    }

    /** One with nothing but a list. */
    public static Protection of(AccessList list) {
        return new Protection(ConnectionLimits.NONE, 0, 0, list);
    }
}

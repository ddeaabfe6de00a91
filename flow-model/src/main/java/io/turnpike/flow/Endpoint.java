package io.turnpike.flow;

/**
 * An address and a transport port.
 *
 * @param port 0 to 65535; 0 where the protocol has no ports
 */
public record Endpoint(IpAddress address, int port) {
    public static final Endpoint NONE = new Endpoint(IpAddress.UNSPECIFIED, 0);

    public Endpoint {
        if (port < 0 || port > 0xffff) {
            throw new IllegalArgumentException("port " + port + " is not in 0..65535");
        }
    }

    @Override
    public String toString() {
        return address.isIpv4() ? address + ":" + port : "[" + address + "]:" + port;
    }
}

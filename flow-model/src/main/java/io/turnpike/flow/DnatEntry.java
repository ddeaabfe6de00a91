package io.turnpike.flow;

/**
 * Lets the Internet reach a private address of a VPC by a public one.
 *
 * @param eip id of the EIP resource whose address is reached
 * @param protocolIdentifier 6 (TCP), 17 (UDP), or 0: every protocol and port, which then stay as they are
 * @param port that clients reach; 0 with protocol 0
 * @param resourceId the ECS
 * @param target its private address, and the port there; 0 with protocol 0
 */
public record DnatEntry(String eip, int protocolIdentifier, int port, String resourceId, Endpoint target) {
    public DnatEntry {
        boolean all = protocolIdentifier == 0;
        if (all != (port == 0) || all != (target.port() == 0)) {
            throw new IllegalArgumentException("a DNAT entry of all protocols has no ports, every other has both");
        }
    }
}

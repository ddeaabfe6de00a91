package io.turnpike.billing.registry;

/**
 * A DNAT entry as declared.
 *
 * @param port that clients reach; 0 with ALL
 * @param resource the ECS
 * @param resourcePort its own port; 0 with ALL
 */
public record DnatSpec(String eip, DnatProtocol protocol, int port, String resource, int resourcePort) {}

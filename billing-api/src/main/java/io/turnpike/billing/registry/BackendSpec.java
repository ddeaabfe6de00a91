package io.turnpike.billing.registry;

/**
 * A server behind a listener, named by the ECS; its address is that ECS's private one.
 *
 * @param port 0 where it is not told: in the default group, and behind a range of ports that stay as they are
 */
public record BackendSpec(String resource, int port, int weight) {}

package io.turnpike.billing.registry;

/** A server behind a listener, named by the ECS; its address is that ECS's private one. */
public record BackendSpec(String resource, int port, int weight) {}

package io.turnpike.flow;

/** The one path that an octet is put in. Each octet has exactly one. */
public enum TrafficPath {
    SLB,
    EIP,
    NAT,
    ECS,
    IPV6GW,
    /** Free inside. */
    INTERNAL,
    /** Refused: the ECS has no public path. */
    DENIED,
    /** Dropped by limiter, list, queue or for want of a session. */
    DROPPED,
    /** Held until the registry knows the resource. */
    UNATTRIBUTED
}

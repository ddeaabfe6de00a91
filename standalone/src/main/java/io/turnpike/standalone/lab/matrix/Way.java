package io.turnpike.standalone.lab.matrix;

/** Who opens the session: the world to the ECS, or the ECS to the world. */
enum Way {
    INBOUND,
    OUTBOUND
}

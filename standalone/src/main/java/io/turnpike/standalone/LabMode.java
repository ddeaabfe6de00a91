package io.turnpike.standalone;

/** How much of the lab a start brings along. */
enum LabMode {
    NONE,
    /** The network, its nodes and servers; nothing drives traffic. */
    QUIET,
    /** The same, and a little traffic over every path all the time. */
    TRAFFIC
}

package io.turnpike.standalone.lab.matrix;

/** What a probe speaks. */
enum Protocol {
    TCP,
    UDP,
    /** Echo, of the address's own family. */
    ICMP
}

package io.turnpike.standalone;

import io.turnpike.standalone.lab.Lab;

/**
 * How much of the lab a start brings along.
 *
 * @param present the network, its nodes and servers
 * @param traffic a little traffic over every path all the time
 * @param hook where the nodes' programs sit
 */
record LabMode(boolean present, boolean traffic, Lab.Hook hook) {
    static final LabMode NONE = new LabMode(false, false, Lab.Hook.TC);

    /** All that a start may have brought along: what stopping has to think of. */
    static final LabMode ANY = new LabMode(true, true, Lab.Hook.TC);
}

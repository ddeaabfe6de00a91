package io.turnpike.standalone.lab.matrix;

/**
 * What the ledger has to say about a probe's packets.
 *
 * @param cell that they belong to
 * @param fromInitiator those that the probe's initiator sent, or those that came back
 * @param times 2 where two places of the network count the same packets into one cell
 */
record Claim(Cell cell, boolean fromInitiator, int times) {
    Claim(Cell cell, boolean fromInitiator) {
        this(cell, fromInitiator, 1);
    }
}

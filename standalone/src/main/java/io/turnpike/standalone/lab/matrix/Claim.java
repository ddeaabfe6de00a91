package io.turnpike.standalone.lab.matrix;

/**
 * What the ledger has to say about a probe's packets.
 *
 * @param cell that they belong to
 * @param fromInitiator those that the probe's initiator sent, or those that came back
 */
record Claim(Cell cell, boolean fromInitiator) {}

package io.turnpike.node.health;

/** Sends one probe and waits for what comes of it; called on a virtual thread. */
interface Prober {
    ProbeOutcome probe(ProbeTarget target);
}

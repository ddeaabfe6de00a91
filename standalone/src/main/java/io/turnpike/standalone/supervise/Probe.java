package io.turnpike.standalone.supervise;

/** Asks a part whether it is ready. Returns within a few seconds and never throws: a refusal is an answer too. */
@FunctionalInterface
public interface Probe {
    Health check();
}

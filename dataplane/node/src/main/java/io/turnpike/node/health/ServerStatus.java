package io.turnpike.node.health;

/**
 * A server of a listener at one instant.
 *
 * @param permille of its weight that it may take of new sessions
 */
record ServerStatus(boolean up, int permille) {
    static final ServerStatus DOWN = new ServerStatus(false, 0);
}

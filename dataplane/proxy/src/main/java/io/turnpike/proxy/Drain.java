package io.turnpike.proxy;

/** Tells a connection to end after what it has under way. */
enum Drain {
    EVENT
}

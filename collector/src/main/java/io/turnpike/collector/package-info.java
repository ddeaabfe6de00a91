/**
 * Embedded by every node: numbers what the packet path counted, spools it to disk, and publishes it. Nothing is moved
 * out of the counters before it is on disk, and nothing is taken from disk before the broker has it.
 */
@NullMarked
package io.turnpike.collector;

import org.jspecify.annotations.NullMarked;

/**
 * Shares the sessions of a director with its peers. {@link io.turnpike.node.sync.SyncProtocol} is a pure state machine;
 * what reads, sends and waits stands around it.
 */
@NullMarked
package io.turnpike.node.sync;

import org.jspecify.annotations.NullMarked;

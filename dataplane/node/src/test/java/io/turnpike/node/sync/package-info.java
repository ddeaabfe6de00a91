/** Session sync under test: the protocol in a simulated network, and real directors. */
@NullMarked
package io.turnpike.node.sync;

import org.jspecify.annotations.NullMarked;

/** Queues of limits on tc: where packets wait that come faster than their limit. */
@NullMarked
package io.turnpike.node.queue;

import org.jspecify.annotations.NullMarked;

/** Limits of resources on their way from the topic into the packet path. */
@NullMarked
package io.turnpike.node.limit;

import org.jspecify.annotations.NullMarked;

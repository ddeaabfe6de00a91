/** A forwarding node: control of the packet path, and the collector of what it counts. */
@NullMarked
package io.turnpike.node;

import org.jspecify.annotations.NullMarked;

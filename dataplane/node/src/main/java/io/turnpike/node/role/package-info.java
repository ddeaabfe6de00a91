/** What a node does: turns the registry into maps of the packet path, and says which programs go where. */
@NullMarked
package io.turnpike.node.role;

import org.jspecify.annotations.NullMarked;

/** Sessions of the packet path: when they end, and what is reported of them. */
@NullMarked
package io.turnpike.node.session;

import org.jspecify.annotations.NullMarked;

@NullMarked
package io.turnpike.node.lease;

import org.jspecify.annotations.NullMarked;

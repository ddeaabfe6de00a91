@NullMarked
package io.turnpike.node.limit;

import org.jspecify.annotations.NullMarked;

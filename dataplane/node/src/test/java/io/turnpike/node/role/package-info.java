@NullMarked
package io.turnpike.node.role;

import org.jspecify.annotations.NullMarked;

@NullMarked
package io.turnpike.node.route;

import org.jspecify.annotations.NullMarked;

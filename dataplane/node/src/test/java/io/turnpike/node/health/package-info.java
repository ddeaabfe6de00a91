/** Tests of health checks. */
@NullMarked
package io.turnpike.node.health;

import org.jspecify.annotations.NullMarked;

/** Tests of the figures of load balancers. */
@NullMarked
package io.turnpike.node.metrics;

import org.jspecify.annotations.NullMarked;

/** Runs the limit loop: reads the topic usage, keeps what was counted and decided, publishes to the topic limits. */
@NullMarked
package io.turnpike.billing.limitloop;

import org.jspecify.annotations.NullMarked;

/** Measurements: {@code ./turnpike bench NAME}. */
@NullMarked
package io.turnpike.bench;

import org.jspecify.annotations.NullMarked;

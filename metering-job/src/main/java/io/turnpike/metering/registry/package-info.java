/** The registry as the job knows it: a pure look-up structure built from the values of the topic {@code resources}. */
@NullMarked
package io.turnpike.metering.registry;

import org.jspecify.annotations.NullMarked;

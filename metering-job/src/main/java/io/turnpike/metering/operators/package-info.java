/** The steps of the job: read state, call a rule, write state, emit. What they decide is in classes without Flink. */
@NullMarked
package io.turnpike.metering.operators;

import org.jspecify.annotations.NullMarked;

/** The job put together: configuration from the environment, topics, stores, restart, health. */
@NullMarked
package io.turnpike.metering.job;

import org.jspecify.annotations.NullMarked;

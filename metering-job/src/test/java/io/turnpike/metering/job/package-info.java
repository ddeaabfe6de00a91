@NullMarked
package io.turnpike.metering.job;

import org.jspecify.annotations.NullMarked;

@NullMarked
package io.turnpike.metering.rules;

import org.jspecify.annotations.NullMarked;

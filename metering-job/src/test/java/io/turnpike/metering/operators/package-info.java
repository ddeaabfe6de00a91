@NullMarked
package io.turnpike.metering.operators;

import org.jspecify.annotations.NullMarked;

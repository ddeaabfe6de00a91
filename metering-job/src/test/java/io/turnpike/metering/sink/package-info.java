@NullMarked
package io.turnpike.metering.sink;

import org.jspecify.annotations.NullMarked;

@NullMarked
package io.turnpike.metering.registry;

import org.jspecify.annotations.NullMarked;

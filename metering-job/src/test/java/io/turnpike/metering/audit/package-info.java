@NullMarked
package io.turnpike.metering.audit;

import org.jspecify.annotations.NullMarked;

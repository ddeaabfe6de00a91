@NullMarked
package io.turnpike.billing.limits;

import org.jspecify.annotations.NullMarked;

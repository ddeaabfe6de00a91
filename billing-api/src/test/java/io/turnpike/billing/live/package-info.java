@NullMarked
package io.turnpike.billing.live;

import org.jspecify.annotations.NullMarked;

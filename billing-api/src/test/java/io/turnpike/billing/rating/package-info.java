@NullMarked
package io.turnpike.billing.rating;

import org.jspecify.annotations.NullMarked;

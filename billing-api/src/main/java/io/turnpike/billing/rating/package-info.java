/** From octets and tariffs to charge lines. Pure: exact decimals, one rounding for each line. */
@NullMarked
package io.turnpike.billing.rating;

import org.jspecify.annotations.NullMarked;

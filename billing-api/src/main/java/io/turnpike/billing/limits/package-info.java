/** Pure: which limit a resource is to have, and what counts against its quota. */
@NullMarked
package io.turnpike.billing.limits;

import org.jspecify.annotations.NullMarked;

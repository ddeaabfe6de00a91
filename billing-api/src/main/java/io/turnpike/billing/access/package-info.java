/** API keys, and sessions of the pages: who is calling, and what of the data is theirs. */
@NullMarked
package io.turnpike.billing.access;

import org.jspecify.annotations.NullMarked;

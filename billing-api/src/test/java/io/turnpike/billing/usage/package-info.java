@NullMarked
package io.turnpike.billing.usage;

import org.jspecify.annotations.NullMarked;

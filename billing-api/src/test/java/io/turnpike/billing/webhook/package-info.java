@NullMarked
package io.turnpike.billing.webhook;

import org.jspecify.annotations.NullMarked;

/** The findings of the metering job's audit, and who wrote which of them off, and why. */
@NullMarked
package io.turnpike.billing.audit;

import org.jspecify.annotations.NullMarked;

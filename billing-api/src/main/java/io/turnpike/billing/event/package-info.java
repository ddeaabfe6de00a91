/** The event log: what happened to a customer's resources, each event once. */
@NullMarked
package io.turnpike.billing.event;

import org.jspecify.annotations.NullMarked;

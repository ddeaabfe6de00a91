/** Accounts, plans and resources: what may be declared, what a declaration changes, and where it is kept. */
@NullMarked
package io.turnpike.billing.registry;

import org.jspecify.annotations.NullMarked;

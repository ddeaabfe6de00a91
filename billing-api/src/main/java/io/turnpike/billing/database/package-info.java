/** Transactions on PostgreSQL, and no more than plain SQL in them. */
@NullMarked
package io.turnpike.billing.database;

import org.jspecify.annotations.NullMarked;

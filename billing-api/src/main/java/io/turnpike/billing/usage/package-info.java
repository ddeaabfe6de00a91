/** Reads of what the metering job stored in ClickHouse, and the tables made from them. */
@NullMarked
package io.turnpike.billing.usage;

import org.jspecify.annotations.NullMarked;

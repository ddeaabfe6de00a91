/** Rows to ClickHouse, once each: encoded before a checkpoint, inserted after it is complete. */
@NullMarked
package io.turnpike.metering.sink;

import org.jspecify.annotations.NullMarked;

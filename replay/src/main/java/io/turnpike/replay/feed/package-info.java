/** Feeds flows to the metering job: numbered, spooled and published by the collector, as a node's own are. */
@NullMarked
package io.turnpike.replay.feed;

import org.jspecify.annotations.NullMarked;

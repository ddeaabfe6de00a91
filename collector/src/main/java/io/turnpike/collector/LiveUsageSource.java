package io.turnpike.collector;

import io.turnpike.flow.LiveUsage;

/** The node's cells as they are now. Called from a thread of the publisher's. */
public interface LiveUsageSource {
    LiveUsage read();
}

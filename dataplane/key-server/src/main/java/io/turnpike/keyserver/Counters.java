package io.turnpike.keyserver;

import java.util.concurrent.atomic.LongAdder;

/** What became of requests, since the start. */
final class Counters {
    final LongAdder signed = new LongAdder();
    final LongAdder refused = new LongAdder();
    /** Calls whose certificate is good but has no allowed name. */
    final LongAdder denied = new LongAdder();
}

/** Bidirectional flows (RFC 5103) out of packets, in bounded memory. Knows neither files nor brokers. */
@NullMarked
package io.turnpike.replay.flow;

import org.jspecify.annotations.NullMarked;

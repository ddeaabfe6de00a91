package io.turnpike.billing.usage;

import io.turnpike.billing.tariff.Chargeability;
import io.turnpike.flow.Direction;
import io.turnpike.flow.TrafficPath;
import java.time.Instant;

/** Octets and packets of one minute and key: what was on time and what came late together. */
record UsageRow(UsageKey key, long octets, long packets) {
    Instant minute() {
        return Instant.ofEpochSecond(key.minuteSeconds());
    }

    TrafficPath path() {
        return TrafficPath.valueOf(key.path());
    }

    Direction direction() {
        return Direction.valueOf(key.direction());
    }

    Chargeability chargeability() {
        return Chargeability.valueOf(key.chargeability());
    }
}

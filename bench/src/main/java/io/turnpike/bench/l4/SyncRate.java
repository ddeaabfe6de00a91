package io.turnpike.bench.l4;

import io.turnpike.bench.Figure;
import io.turnpike.node.sync.SyncMeasurement;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/** New sessions a second that directors share: of what one core tells and what one core applies, the lesser. */
final class SyncRate {
    /** The first runs are slower, since the code is not compiled yet. */
    private static final int WARM_UP = 2;

    private SyncRate() {}

    static Figure measure(Effort effort) throws IOException {
        List<Double> rates = new ArrayList<>();
        for (int run = -WARM_UP; run < effort.runs(); run++) {
            SyncMeasurement.Rates measured = SyncMeasurement.measure();
            if (run >= 0) {
                rates.add(Math.min(measured.told(), measured.applied()));
            }
        }
        return new Runs(rates).figure("sync_sessions_per_second", "sessions/s per core");
    }
}

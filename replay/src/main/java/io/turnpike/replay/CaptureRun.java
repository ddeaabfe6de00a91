package io.turnpike.replay;

import io.turnpike.replay.capture.CaptureReader;
import io.turnpike.replay.capture.CapturedPacket;
import io.turnpike.replay.flow.FlowTable;
import io.turnpike.replay.packet.IpPacket;
import io.turnpike.replay.packet.LinkLayer;
import io.turnpike.replay.packet.OtherFrame;
import java.io.IOException;
import java.io.InputStream;

/** One reading of a capture, from its beginning as far as it can be read. */
final class CaptureRun {
    private final FlowTable flows;
    private final Totals totals = new Totals();
    private boolean isBegun;

    CaptureRun(FlowTable flows) {
        this.flows = flows;
    }

    /** Is told of each packet before it is counted. */
    interface Clock {
        void advance(long nanos) throws IOException;
    }

    /**
     * Puts every packet where it belongs; the flows that can be read are ended in either case.
     *
     * @throws IOException if the capture cannot be read to its end
     */
    void read(InputStream in, Clock clock) throws IOException {
        try {
            CaptureReader reader = CaptureReader.open(in);
            isBegun = true;
            for (CapturedPacket packet = reader.next(); packet != null; packet = reader.next()) {
                clock.advance(packet.timeNanos());
                count(packet);
            }
        } finally {
            flows.endAll();
        }
    }

    private void count(CapturedPacket captured) {
        switch (LinkLayer.read(captured.linkType(), captured.data(), captured.wireOctets())) {
            case IpPacket packet -> {
                flows.count(packet, captured.timeNanos());
                totals.add(captured, packet);
            }
            case OtherFrame frame -> totals.add(captured, frame);
        }
    }

    /** Whether it is a capture at all. */
    boolean isBegun() {
        return isBegun;
    }

    Totals totals() {
        return totals;
    }
}

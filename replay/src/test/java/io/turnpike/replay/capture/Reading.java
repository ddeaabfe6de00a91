package io.turnpike.replay.capture;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What a capture was read as, up to its end or up to what could not be read. */
record Reading(List<Seen> packets, @Nullable CaptureException problem) {
    /** A packet, with the first 8 of the octets that were captured. */
    record Seen(int linkType, long timeNanos, long wireOctets, int captured, String hex) {}

    static Reading of(byte[] file) throws IOException {
        return of(new ByteArrayInputStream(file));
    }

    static Reading of(InputStream in) throws IOException {
        List<Seen> seen = new ArrayList<>();
        try {
            CaptureReader reader = CaptureReader.open(in);
            for (CapturedPacket packet = reader.next(); packet != null; packet = reader.next()) {
                byte[] data = new byte[packet.data().remaining()];
                packet.data().get(data);
                seen.add(new Seen(packet.linkType(), packet.timeNanos(), packet.wireOctets(), data.length, hex(data)));
            }
            return new Reading(seen, null);
        } catch (CaptureException e) {
            return new Reading(seen, e);
        }
    }

    private static String hex(byte[] data) {
        return HexFormat.of().formatHex(data, 0, Math.min(data.length, 8));
    }

    String message() {
        return problem == null ? "" : String.valueOf(problem.getMessage());
    }
}

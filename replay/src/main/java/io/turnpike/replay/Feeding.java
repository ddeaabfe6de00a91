package io.turnpike.replay;

import io.turnpike.flow.ObservationPoint;
import io.turnpike.replay.feed.Feed;
import io.turnpike.replay.feed.FeedIdentity;
import io.turnpike.replay.flow.FlowTable;
import io.turnpike.replay.flow.FlowTimeouts;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.DigestInputStream;
import java.security.MessageDigest;
import java.time.InstantSource;

/** The second reading of a capture, which is whole and known by the digest of its content: as batches of a node. */
record Feeding(Path file, String sha256, InstantSource clock) {
    private static final long NANOS_PER_MILLI = 1_000_000;

    /**
     * Feeds it.
     *
     * @param first what the first reading found
     * @return what was done, in words
     */
    String run(String bootstrapServers, FeedIdentity identity, ObservationPoint point, Totals first)
            throws IOException {
        if (first.inFlows().packets() == 0) {
            return "nothing to feed: the capture has no flows";
        }
        if (first.lastNanos() / NANOS_PER_MILLI > clock.millis()) {
            throw new IOException("nothing was fed: by its own time the capture ends in the future, at "
                    + FlowRows.time(first.lastNanos()) + " UTC");
        }
        try (Feed feed = Feed.to(bootstrapServers, identity, point)) {
            CaptureRun run = new CaptureRun(new FlowTable(ReplayCommand.MOST_FLOWS, FlowTimeouts.DEFAULT, feed));
            read(run, feed);
            feed.finish();
            return "fed to " + bootstrapServers + " as node " + identity.exportingProcessId() + ": "
                    + Summary.figures(run.totals().inFlows()) + " in " + FlowRows.figure(feed.batches()) + " batches";
        }
    }

    private void read(CaptureRun run, Feed feed) throws IOException {
        MessageDigest again = FeedIdentity.sha256();
        try (InputStream in = new DigestInputStream(Files.newInputStream(file), again)) {
            run.read(in, feed::advance);
        }
        if (!sha256.equals(FeedIdentity.hex(again))) {
            throw new IOException("the file was changed while it was read; what was fed is not all of it");
        }
    }
}

package io.turnpike.metering.audit;

import io.turnpike.flow.BatchAccount;
import io.turnpike.flow.BatchHeader;
import io.turnpike.metering.audit.Judged.Status;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The audit of one node: which of its batches are missing. Each step answers with what it changed in the findings. Takes
 * some hundred octets while nothing is missing, and never more than {@value Chain#MOST_RUNS} holes.
 */
public final class NodeAudit {
    private static final int VERSION = 1;

    private final String node;
    private final Chain chain;
    private final Map<String, Finding> open;
    private long revision;
    private long expectedSinceMillis;
    private long heardMillis;
    private boolean silent;

    private NodeAudit(String node, Chain chain, Map<String, Finding> open) {
        this.node = node;
        this.chain = chain;
        this.open = open;
    }

    public static NodeAudit of(String node) {
        return new NodeAudit(node, new Chain(), new LinkedHashMap<>());
    }

    /**
     * A batch that came for the first time.
     *
     * @param account null if the node tells of none
     * @param last whether the counters were read to their end
     * @param taken whether all batches of its process before it had come; only asked for the first batch of a node
     */
    public List<Judged> came(
            BatchHeader header, @Nullable BatchAccount account, boolean last, boolean taken, long nowMillis) {
        Run run = Run.of(header, account, last);
        chain.add(taken && chain.isEmpty() ? new Run(run.from().asBegin(), run.to()) : run);
        heardMillis = nowMillis;
        silent = false;
        return judge();
    }

    /** The registry has the node, so it is to be heard of. */
    public List<Judged> expected(long nowMillis) {
        if (expectedSinceMillis == 0 && chain.isEmpty()) {
            expectedSinceMillis = nowMillis;
            heardMillis = nowMillis;
        }
        return List.of();
    }

    /**
     * Time went on.
     *
     * @param longestMillis how long a node may be silent before that is a hole
     */
    public List<Judged> look(long nowMillis, long longestMillis) {
        if (silent || nowMillis - heardMillis <= longestMillis || !chain.isUnfinished()) {
            return List.of();
        }
        silent = true;
        return judge();
    }

    /** Time in which nobody was listening is not held against the node. */
    public void listening(long sinceMillis) {
        heardMillis = Math.max(heardMillis, sinceMillis);
    }

    private List<Judged> judge() {
        Map<String, Finding> now = new LinkedHashMap<>();
        chain.holes(node, expectedSinceMillis, silent).forEach(hole -> now.put(hole.id(), hole));
        List<Judged> changes = new ArrayList<>();
        open.forEach((id, finding) -> {
            if (!now.containsKey(id)) {
                changes.add(new Judged(filled(finding, now.values()), Status.CLOSED_BY_EVIDENCE, ++revision));
            }
        });
        now.forEach((id, finding) -> {
            if (!finding.equals(open.get(id))) {
                changes.add(new Judged(finding, Status.OPEN, ++revision));
            }
        });
        open.clear();
        open.putAll(now);
        return changes;
    }

    /** What came of it; what is still missing behind that has got a finding of its own. */
    private static Finding filled(Finding finding, Iterable<Finding> left) {
        Finding filled = finding;
        for (Finding rest : left) {
            boolean within = rest.bootEpoch() == finding.bootEpoch()
                    && rest.firstSequence() > finding.firstSequence()
                    && (finding.lastSequence() == Finding.UNKNOWN_END
                            || rest.firstSequence() <= finding.lastSequence());
            if (within) {
                long before = Math.min(rest.firstSequence() - 1, last(filled));
                filled = filled.upTo(before, filled.amount().minus(rest.amount()));
            }
        }
        return filled;
    }

    private static long last(Finding finding) {
        return finding.lastSequence() == Finding.UNKNOWN_END ? Long.MAX_VALUE : finding.lastSequence();
    }

    /** All of it, for a checkpoint. */
    public byte[] save() {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (DataOutputStream out = new DataOutputStream(bytes)) {
            out.writeByte(VERSION);
            out.writeUTF(node);
            out.writeLong(revision);
            out.writeLong(expectedSinceMillis);
            out.writeLong(heardMillis);
            out.writeBoolean(silent);
            chain.write(out);
            out.writeInt(open.size());
            for (Finding finding : open.values()) {
                finding.write(out);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return bytes.toByteArray();
    }

    /** What {@link #save} gave. */
    public static NodeAudit load(byte[] saved) {
        try (DataInputStream in = new DataInputStream(new ByteArrayInputStream(saved))) {
            int version = in.readByte();
            if (version != VERSION) {
                throw new IllegalStateException(
                        "audit state of version " + version + "; this release reads " + VERSION);
            }
            String node = in.readUTF();
            long revision = in.readLong();
            long expectedSinceMillis = in.readLong();
            long heardMillis = in.readLong();
            boolean silent = in.readBoolean();
            NodeAudit audit = new NodeAudit(node, Chain.read(in), openFindings(in));
            audit.revision = revision;
            audit.expectedSinceMillis = expectedSinceMillis;
            audit.heardMillis = heardMillis;
            audit.silent = silent;
            return audit;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static Map<String, Finding> openFindings(DataInputStream in) throws IOException {
        Map<String, Finding> open = new LinkedHashMap<>();
        int size = in.readInt();
        for (int i = 0; i < size; i++) {
            Finding finding = Finding.read(in);
            open.put(finding.id(), finding);
        }
        return open;
    }
}

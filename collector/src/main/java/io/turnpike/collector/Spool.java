package io.turnpike.collector;

import io.turnpike.flow.BatchHeader;
import io.turnpike.flow.FlowBatch;
import io.turnpike.flow.FlowBatchCodec;
import io.turnpike.flow.WireFormatException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Batches that the broker does not have yet, one file each, named so that they sort in the order they were written. A
 * batch is there whole or not at all: it is written aside, forced to disk, and renamed.
 */
public final class Spool {
    private static final Logger LOG = LoggerFactory.getLogger(Spool.class);
    private static final String SUFFIX = ".batch";
    private static final String PARTIAL = ".partial";
    private static final String BROKEN = ".broken";

    private final Path folder;
    private final long limitOctets;
    private volatile String releasedThrough = "";

    /**
     * @param folder made if it is not there
     * @param limitOctets the most that batches may take on disk; beyond it {@link #append} refuses
     */
    public Spool(Path folder, long limitOctets) throws IOException {
        this.folder = Files.createDirectories(folder);
        this.limitOctets = limitOctets;
        for (Path partial : list(PARTIAL)) {
            Files.deleteIfExists(partial);
        }
    }

    /**
     * Returns when the batch is on disk.
     *
     * @throws IOException if it is not; then the spool is as before
     */
    public Path append(BatchHeader header, byte[] encoded) throws IOException {
        long used = usedOctets();
        if (used + encoded.length > limitOctets) {
            throw new IOException(
                    "the spool " + folder + " is at its limit: " + used + " of " + limitOctets + " octets");
        }
        String name = "%020d-%020d".formatted(header.bootEpoch(), header.sequence());
        Path partial = folder.resolve(name + PARTIAL);
        Path target = folder.resolve(name + SUFFIX);
        try {
            writeForced(partial, encoded);
            Files.move(partial, target, StandardCopyOption.ATOMIC_MOVE);
            forceFolder();
            return target;
        } catch (IOException e) {
            deleteQuietly(partial, e);
            deleteQuietly(target, e);
            throw e;
        }
    }

    /** All batches on disk, oldest first. */
    public List<Path> pending() throws IOException {
        return list(SUFFIX);
    }

    /**
     * Batches that may be offered to the broker, oldest first. A batch whose baseline has not moved yet is not among
     * them: if the broker took it, and it left the disk before a crash, nothing would tell that it was reported.
     */
    List<Path> released() throws IOException {
        String through = releasedThrough;
        return pending().stream()
                .filter(file -> nameOf(file).compareTo(through) <= 0)
                .toList();
    }

    /** The baseline has moved past all that is on disk now. */
    void release() throws IOException {
        List<Path> pending = pending();
        if (!pending.isEmpty()) {
            releasedThrough = nameOf(pending.getLast());
        }
    }

    private static String nameOf(Path file) {
        return file.toString().substring(file.toString().lastIndexOf('/') + 1);
    }

    public static byte[] read(Path batch) throws IOException {
        return Files.readAllBytes(batch);
    }

    /** The broker has it. */
    public void remove(Path batch) throws IOException {
        Files.deleteIfExists(batch);
    }

    /** All batches that can be read; one that cannot is kept aside under another name, and said so. */
    public List<FlowBatch> decodePending() throws IOException {
        List<FlowBatch> batches = new ArrayList<>();
        for (Path file : pending()) {
            try {
                batches.add(FlowBatchCodec.decode(Files.readAllBytes(file)));
            } catch (WireFormatException e) {
                Path aside = file.resolveSibling(file.getFileName() + BROKEN);
                Files.move(file, aside, StandardCopyOption.REPLACE_EXISTING);
                LOG.error("spooled batch kept aside as {}: {}", aside, e.getMessage());
            }
        }
        return batches;
    }

    public long usedOctets() throws IOException {
        long used = 0;
        for (Path file : pending()) {
            try {
                used += Files.size(file);
            } catch (NoSuchFileException e) {
                LOG.trace("published meanwhile: {}", file);
            }
        }
        return used;
    }

    private static void writeForced(Path file, byte[] bytes) throws IOException {
        try (FileChannel channel = FileChannel.open(
                file, StandardOpenOption.CREATE, StandardOpenOption.TRUNCATE_EXISTING, StandardOpenOption.WRITE)) {
            ByteBuffer buffer = ByteBuffer.wrap(bytes);
            while (buffer.hasRemaining()) {
                channel.write(buffer);
            }
            channel.force(true);
        }
    }

    private void forceFolder() throws IOException {
        try (FileChannel channel = FileChannel.open(folder, StandardOpenOption.READ)) {
            channel.force(true);
        }
    }

    private static void deleteQuietly(Path file, IOException cause) {
        try {
            Files.deleteIfExists(file);
        } catch (IOException e) {
            cause.addSuppressed(e);
        }
    }

    private List<Path> list(String suffix) throws IOException {
        try (Stream<Path> files = Files.list(folder)) {
            return files.filter(file -> file.toString().endsWith(suffix))
                    .sorted()
                    .toList();
        }
    }
}

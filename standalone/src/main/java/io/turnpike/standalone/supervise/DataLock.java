package io.turnpike.standalone.supervise;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.StandardOpenOption;
import org.jspecify.annotations.Nullable;

/** Held by the one supervisor of a data directory; the kernel gives it up when that process ends, however it ends. */
public final class DataLock implements AutoCloseable {
    private final FileChannel channel;

    private DataLock(FileChannel channel) {
        this.channel = channel;
    }

    public static DataLock take(DataDirectory data) throws IOException {
        var channel = FileChannel.open(data.lock(), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
        if (!locked(channel)) {
            channel.close();
            throw new AlreadyRunningException(data);
        }
        return new DataLock(channel);
    }

    private static boolean locked(FileChannel channel) throws IOException {
        try {
            return isHeld(channel.tryLock());
        } catch (OverlappingFileLockException e) {
            return false;
        }
    }

    private static boolean isHeld(@Nullable Object lock) {
        return lock != null;
    }

    @Override
    public void close() throws IOException {
        channel.close();
    }
}

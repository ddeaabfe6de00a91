package io.turnpike.standalone.cache;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.locks.ReentrantLock;

/** Directories that are either whole or not there: filled aside, moved into place when complete. */
public record Cache(Path root) {
    private static final Map<Path, ReentrantLock> LOCKS = new ConcurrentHashMap<>();

    /** Fills an empty directory. */
    @FunctionalInterface
    public interface Filler {
        void fill(Path directory) throws IOException, InterruptedException;
    }

    /** {@code turnpike} under the cache directory of the XDG specification. */
    public static Cache standard(Map<String, String> environment) {
        var xdg = environment.getOrDefault("XDG_CACHE_HOME", "");
        var base = xdg.isBlank() ? Path.of(System.getProperty("user.home"), ".cache") : Path.of(xdg);
        return new Cache(base.resolve("turnpike"));
    }

    public Path path(String name) {
        return root.resolve(name);
    }

    /** Fills the directory of this name unless it is there; one filler at a time, over all processes. */
    public void require(String name, Filler filler) throws IOException, InterruptedException {
        if (Files.isDirectory(path(name))) {
            return;
        }
        Files.createDirectories(root);
        var ours = LOCKS.computeIfAbsent(path(name), path -> new ReentrantLock());
        ours.lockInterruptibly();
        try (var channel =
                FileChannel.open(path(name + ".lock"), StandardOpenOption.CREATE, StandardOpenOption.WRITE)) {
            channel.lock();
            fill(name, filler);
        } finally {
            ours.unlock();
        }
    }

    private void fill(String name, Filler filler) throws IOException, InterruptedException {
        if (Files.isDirectory(path(name))) {
            return;
        }
        var fresh = path(name + ".new");
        delete(fresh);
        Files.createDirectory(fresh);
        filler.fill(fresh);
        Files.move(fresh, path(name), StandardCopyOption.ATOMIC_MOVE);
    }

    private static void delete(Path directory) throws IOException {
        if (!Files.exists(directory)) {
            return;
        }
        List<Path> deepestFirst;
        try (var walk = Files.walk(directory)) {
            deepestFirst = walk.sorted(Comparator.reverseOrder()).toList();
        }
        for (var path : deepestFirst) {
            Files.delete(path);
        }
    }
}

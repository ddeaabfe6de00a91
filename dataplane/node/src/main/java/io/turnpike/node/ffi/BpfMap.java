package io.turnpike.node.ffi;

import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.BiConsumer;
import java.util.stream.Stream;

/** A map of the kernel. Keys and values are segments in the layout of {@code flow_abi.h}. */
public final class BpfMap {
    private static final int POSSIBLE_CPUS = possibleCpus();
    /** Entries of one look-up; far more than can share a bucket of the kernel's hash table, which goes as a whole. */
    private static final int BATCH = 256;

    private static final long BPF_NOEXIST = 1;

    private final String name;
    private final int fd;
    private final int keyOctets;
    private final int valueOctets;
    private final int maxEntries;

    BpfMap(String name, int fd, int keyOctets, int valueOctets, int maxEntries) {
        this.name = name;
        this.fd = fd;
        this.keyOctets = keyOctets;
        this.valueOctets = valueOctets;
        this.maxEntries = maxEntries;
    }

    public int maxEntries() {
        return maxEntries;
    }

    public int keyOctets() {
        return keyOctets;
    }

    public int valueOctets() {
        return valueOctets;
    }

    /** Adds or replaces. */
    public void put(MemorySegment key, MemorySegment value) {
        int error = update(key, value);
        if (error != 0) {
            throw new NativeException("write to map " + name, error);
        }
    }

    /** Adds or replaces an entry of a per-CPU map: one value a CPU. */
    public void putPerCpu(MemorySegment key, MemorySegment values) {
        if (values.byteSize() != perCpuOctets()) {
            throw new IllegalArgumentException("map " + name + " takes " + perCpuOctets() + " octets for all CPUs");
        }
        int error = updateUnchecked(key, values);
        if (error != 0) {
            throw new NativeException("write to map " + name, error);
        }
    }

    /** Adds or replaces; false if the map is full. */
    public boolean offer(MemorySegment key, MemorySegment value) {
        int error = update(key, value);
        if (error != 0 && error != NativeException.E2BIG) {
            throw new NativeException("write to map " + name, error);
        }
        return error == 0;
    }

    private int update(MemorySegment key, MemorySegment value) {
        requireSize(value, valueOctets);
        return updateUnchecked(key, value);
    }

    private int updateUnchecked(MemorySegment key, MemorySegment value) {
        requireSize(key, keyOctets);
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment errno = Native.errnoSegment(arena);
            int result = (int) LibBpf.MAP_UPDATE.invokeExact(errno, fd, key, value, 0L);
            return result == 0 ? 0 : Native.errno(errno);
        } catch (Throwable e) {
            throw Native.unexpected(e);
        }
    }

    /**
     * Adds entries, up to the first whose key is there already, or for which there is no room. One by one, since the
     * kernel's batches replace what is there.
     *
     * @param keys one behind the other, like {@code values}
     * @return how many were added
     */
    public int addAll(MemorySegment keys, MemorySegment values, int entries) {
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment errno = Native.errnoSegment(arena);
            for (int i = 0; i < entries; i++) {
                MemorySegment key = keys.asSlice((long) keyOctets * i, keyOctets);
                MemorySegment value = values.asSlice((long) valueOctets * i, valueOctets);
                if ((int) LibBpf.MAP_UPDATE.invokeExact(errno, fd, key, value, BPF_NOEXIST) != 0) {
                    requireExistsOrFull(Native.errno(errno));
                    return i;
                }
            }
            return entries;
        } catch (Throwable e) {
            throw Native.unexpected(e);
        }
    }

    private void requireExistsOrFull(int error) {
        if (error != NativeException.EEXIST && error != NativeException.E2BIG) {
            throw new NativeException("write to map " + name, error);
        }
    }

    int fd() {
        return fd;
    }

    /** Copies the value into {@code value}; for a per-CPU map one value a CPU, see {@link #perCpuOctets}. */
    public boolean get(MemorySegment key, MemorySegment value) {
        requireSize(key, keyOctets);
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment errno = Native.errnoSegment(arena);
            if ((int) LibBpf.MAP_LOOKUP.invokeExact(errno, fd, key, value) == 0) {
                return true;
            }
            return absent("read of map ", errno);
        } catch (Throwable e) {
            throw Native.unexpected(e);
        }
    }

    /** False if there was none. */
    public boolean remove(MemorySegment key) {
        requireSize(key, keyOctets);
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment errno = Native.errnoSegment(arena);
            if ((int) LibBpf.MAP_DELETE.invokeExact(errno, fd, key) == 0) {
                return true;
            }
            return absent("removal from map ", errno);
        } catch (Throwable e) {
            throw Native.unexpected(e);
        }
    }

    private boolean absent(String what, MemorySegment errno) {
        if (Native.errno(errno) != NativeException.ENOENT) {
            throw new NativeException(what + name, Native.errno(errno));
        }
        return false;
    }

    /** Keys of a map from which only the caller removes. */
    public List<MemorySegment> keys() {
        List<MemorySegment> keys = new ArrayList<>();
        Optional<MemorySegment> next = nextKey(MemorySegment.NULL);
        while (next.isPresent() && keys.size() < maxEntries) {
            keys.add(next.get());
            next = nextKey(next.get());
        }
        return keys;
    }

    private Optional<MemorySegment> nextKey(MemorySegment after) {
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment errno = Native.errnoSegment(arena);
            MemorySegment next = Arena.ofAuto().allocate(keyOctets, 8);
            if ((int) LibBpf.MAP_NEXT_KEY.invokeExact(errno, fd, after, next) == 0) {
                return Optional.of(next);
            }
            absent("walk of map ", errno);
            return Optional.empty();
        } catch (Throwable e) {
            throw Native.unexpected(e);
        }
    }

    /**
     * Hands on every entry of a per-CPU hash map, the value as one slot for each CPU; many with one system call. What is
     * there when it begins is seen exactly once, whatever is added meanwhile; the segments are reused.
     */
    public void forEachPerCpu(BiConsumer<MemorySegment, MemorySegment> reader) {
        walk(reader, perCpuOctets());
    }

    /** Hands on every entry of a hash map in the same way. */
    public void forEach(BiConsumer<MemorySegment, MemorySegment> reader) {
        walk(reader, valueOctets);
    }

    private void walk(BiConsumer<MemorySegment, MemorySegment> reader, long valueStride) {
        int batch = Math.min(maxEntries, BATCH);
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment errno = Native.errnoSegment(arena);
            MemorySegment keys = arena.allocate((long) keyOctets * batch, 8);
            MemorySegment values = arena.allocate(valueStride * batch, 8);
            MemorySegment position = arena.allocate(Math.max(keyOctets, 8), 8);
            MemorySegment count = arena.allocate(Native.INT);
            MemorySegment from = MemorySegment.NULL;
            boolean more = true;
            while (more) {
                count.set(Native.INT, 0, batch);
                int result = (int) LibBpf.MAP_LOOKUP_BATCH.invokeExact(
                        errno, fd, from, position, keys, values, count, MemorySegment.NULL);
                more = result == 0 || absent("walk of map ", errno);
                handOn(reader, keys, values, valueStride, count.get(Native.INT, 0));
                from = position;
            }
        } catch (Throwable e) {
            throw Native.unexpected(e);
        }
    }

    private void handOn(
            BiConsumer<MemorySegment, MemorySegment> reader,
            MemorySegment keys,
            MemorySegment values,
            long valueStride,
            int count) {
        for (int i = 0; i < count; i++) {
            reader.accept(keys.asSlice((long) keyOctets * i, keyOctets), values.asSlice(valueStride * i, valueStride));
        }
    }

    /** Size of a value of a per-CPU map, one slot for each possible CPU. */
    public long perCpuOctets() {
        return (long) perCpuStride() * POSSIBLE_CPUS;
    }

    public int perCpuStride() {
        return (valueOctets + 7) / 8 * 8;
    }

    /** Maps an array map made with BPF_F_MMAPABLE into memory, for the life of the process. */
    public MemorySegment mapped() {
        return LibC.map(fd, (long) perCpuStride() * maxEntries);
    }

    /** Memory that the kernel holds for the map now, by its own account. */
    public long kernelOctets() throws IOException {
        try (Stream<String> lines = Files.lines(Path.of("/proc/self/fdinfo", String.valueOf(fd)))) {
            return lines.filter(line -> line.startsWith("memlock:"))
                    .mapToLong(line ->
                            Long.parseLong(line.substring(line.indexOf(':') + 1).strip()))
                    .findFirst()
                    .orElseThrow(() -> new IOException("this kernel does not tell the memory of map " + name));
        }
    }

    private void requireSize(MemorySegment segment, int octets) {
        if (segment.byteSize() != octets) {
            throw new IllegalArgumentException(
                    "map " + name + " takes " + octets + " octets, not " + segment.byteSize());
        }
    }

    private static int possibleCpus() {
        try (Arena arena = Arena.ofConfined()) {
            return (int) LibBpf.POSSIBLE_CPUS.invokeExact(Native.errnoSegment(arena));
        } catch (Throwable e) {
            throw Native.unexpected(e);
        }
    }
}

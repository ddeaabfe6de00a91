package io.turnpike.node.maps;

import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;

import io.turnpike.node.ffi.BpfMap;
import java.lang.foreign.MemorySegment;
import java.lang.invoke.VarHandle;

/**
 * The buckets that the packet path finds sessions in, by the rules of {@code index.h}: both sides change the same memory,
 * each entry in one step. An entry that is put is pending at first, and found once it is confirmed, which happens to no
 * more than one of a key.
 */
final class IndexBuckets {
    static final int NONE = -1;

    private static final VarHandle LONGS = JAVA_LONG.varHandle();
    private static final int ENTRIES = 8;
    private static final long BUCKET_OCTETS = FlowAbi.INDEX_BUCKET.byteSize();
    private static final int FIRST_BUCKET_ENTRIES = 6;
    private static final int TRIES = 4;
    private static final long MIX = 0x9e3779b97f4a7c15L;
    private static final int TAG = 1 << 31;
    private static final long PENDING = 1L << 31;
    private static final long SECRETS = FlowAbi.offset(FlowAbi.ALLOCATOR, "index_secret");
    private static final int WORDS = (int) FlowAbi.FLOW_KEY.byteSize() / Integer.BYTES;

    private final MemorySegment buckets;
    private final int mask;
    private final MemorySegment allocator;
    private final SessionTable table;

    IndexBuckets(BpfMap buckets, BpfMap allocator, SessionTable table) {
        if (buckets.maxEntries() != SessionMaps.indexBuckets(table.slots())) {
            throw new IllegalArgumentException(
                    "an index of " + buckets.maxEntries() + " buckets does not go with " + table.slots() + " sessions");
        }
        this.buckets = buckets.mapped();
        this.mask = buckets.maxEntries() - 1;
        this.allocator = allocator.mapped();
        this.table = table;
    }

    /** What a key hashes to. */
    private record Place(long first, long second, int tag) {
        long entry(int reference) {
            return (long) tag << 32 | reference;
        }

        boolean isOf(long entry) {
            return (int) (entry >>> 32) == tag;
        }
    }

    private Place placeOf(MemorySegment key) {
        long sum = 0;
        for (int i = 0; i < WORDS; i++) {
            long secret = allocator.get(JAVA_LONG, SECRETS + 8L * i);
            sum += secret * Integer.toUnsignedLong(key.get(JAVA_INT, 4L * i));
        }
        long mixed = (sum ^ sum >>> 32) * MIX;
        return new Place(bucket(sum), bucket(mixed), (int) mixed | TAG);
    }

    /** Where the bucket begins. */
    private long bucket(long hash) {
        return ((int) (hash >>> 32) & mask) * BUCKET_OCTETS;
    }

    static int reference(int slot, int responder) {
        return 2 * slot + responder;
    }

    static int slotOf(int reference) {
        return reference >>> 1;
    }

    /** The reference that packets with the key are found by, or {@link #NONE}. */
    int find(MemorySegment key) {
        return find(key, placeOf(key));
    }

    private int find(MemorySegment key, Place place) {
        int found = find(key, place, place.first());
        return found == NONE ? find(key, place, place.second()) : found;
    }

    private int find(MemorySegment key, Place place, long bucket) {
        for (int i = 0; i < ENTRIES; i++) {
            long entry = entry(bucket, i);
            if (place.isOf(entry) && (entry & PENDING) == 0 && isOf(entry, key)) {
                return (int) entry;
            }
        }
        return NONE;
    }

    private boolean isOf(long entry, MemorySegment key) {
        int reference = (int) (entry & ~PENDING);
        return table.hasKey(slotOf(reference), (reference & 1) != 0, key);
    }

    /** False if packets with the key are another's, or if there is no room. */
    boolean put(MemorySegment key, int reference) {
        Place place = placeOf(key);
        for (int i = 0; i < TRIES; i++) {
            if (find(key, place) != NONE) {
                return false;
            }
            if (tryToPut(key, place, place.entry(reference))) {
                return true;
            }
        }
        return false;
    }

    private boolean tryToPut(MemorySegment key, Place place, long entry) {
        long pending = entry | PENDING;
        long at = putEntry(place, pending);
        if (at < 0) {
            return false;
        }
        if (winsIn(place.first(), at, key, place)
                && (place.first() == place.second() || winsIn(place.second(), at, key, place))) {
            return LONGS.compareAndSet(buckets, at, pending, entry);
        }
        boolean ignored = LONGS.compareAndSet(buckets, at, pending, 0L);
        return false;
    }

    private long putEntry(Place place, long entry) {
        int used = used(place.first());
        long bucket = used < FIRST_BUCKET_ENTRIES || used <= used(place.second()) ? place.first() : place.second();
        for (int i = 0; i < ENTRIES; i++) {
            if (entry(bucket, i) == 0) {
                long at = bucket + 8L * i;
                return LONGS.compareAndSet(buckets, at, 0L, entry) ? at : -1;
            }
        }
        return -1;
    }

    private int used(long bucket) {
        int used = 0;
        for (int i = 0; i < ENTRIES; i++) {
            used += entry(bucket, i) == 0 ? 0 : 1;
        }
        return used;
    }

    /** Of two that are put at once, that in the lower place, of the first bucket before the second, takes the other out. */
    private boolean winsIn(long bucket, long own, MemorySegment key, Place place) {
        boolean ownIsElsewhere = own < bucket || own >= bucket + BUCKET_OCTETS;
        for (int i = 0; i < ENTRIES; i++) {
            long at = bucket + 8L * i;
            long entry = entry(bucket, i);
            if (at == own || !place.isOf(entry) || !isOf(entry, key)) {
                continue;
            }
            boolean isBehind = ownIsElsewhere ? bucket == place.second() : at > own;
            if ((entry & PENDING) == 0 || !isBehind || !LONGS.compareAndSet(buckets, at, entry, 0L)) {
                return false;
            }
        }
        return true;
    }

    /** In one step; false if packets with the key were not that one's. */
    boolean replace(MemorySegment key, int there, int reference) {
        Place place = placeOf(key);
        return exchange(place, place.entry(there), place.entry(reference));
    }

    /** False if it was not there. */
    boolean remove(MemorySegment key, int reference) {
        Place place = placeOf(key);
        return exchange(place, place.entry(reference), 0);
    }

    private boolean exchange(Place place, long from, long to) {
        return exchange(place.first(), from, to) || exchange(place.second(), from, to);
    }

    private boolean exchange(long bucket, long from, long to) {
        for (int i = 0; i < ENTRIES; i++) {
            if (entry(bucket, i) == from && LONGS.compareAndSet(buckets, bucket + 8L * i, from, to)) {
                return true;
            }
        }
        return false;
    }

    boolean contains(MemorySegment key, int reference) {
        Place place = placeOf(key);
        long entry = place.entry(reference);
        return exchange(place, entry, entry);
    }

    private long entry(long bucket, int number) {
        return (long) LONGS.getAcquire(buckets, bucket + 8L * number);
    }
}

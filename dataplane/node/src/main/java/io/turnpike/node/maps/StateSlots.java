package io.turnpike.node.maps;

import java.util.BitSet;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;

/**
 * Which index of an array of running state is whose. An index is kept as long as it is wanted or counts sessions, and is
 * given to another only when it was not wanted twice in a row, so that no packet can still be holding it.
 */
final class StateSlots<K> {
    private final String what;
    private final int most;
    private final Map<K, Integer> indexes = new HashMap<>();
    private final BitSet used = new BitSet();
    private Set<K> leaving = new HashSet<>();

    /** Index 0 is nobody's. */
    StateSlots(String what, int most) {
        this.what = what;
        this.most = most;
        used.set(0);
    }

    /** What an earlier process left. */
    void adopt(K key, int index) {
        indexes.put(key, index);
        used.set(index);
    }

    Optional<Integer> find(K key) {
        return Optional.ofNullable(indexes.get(key));
    }

    int take(K key) {
        int index = used.nextClearBit(0);
        if (index >= most) {
            throw new IllegalStateException("more than " + most + " " + what + " on one node");
        }
        adopt(key, index);
        return index;
    }

    /** What becomes of an index that is not wanted. */
    interface Release {
        /** True if nothing counts on it any more. */
        boolean leave(int index);

        /** It will be given to another. */
        void free(int index);
    }

    void retain(Set<K> wanted, Release release) {
        Set<K> unwanted = new HashSet<>(indexes.keySet());
        unwanted.removeAll(wanted);
        for (K key : unwanted) {
            int index = Objects.requireNonNull(indexes.get(key));
            if (release.leave(index) && leaving.contains(key)) {
                release.free(index);
                indexes.remove(key);
                used.clear(index);
            }
        }
        leaving = unwanted;
    }
}

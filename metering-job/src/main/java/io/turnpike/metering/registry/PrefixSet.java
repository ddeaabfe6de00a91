package io.turnpike.metering.registry;

import io.turnpike.flow.IpAddress;
import io.turnpike.flow.IpPrefix;
import java.util.HashMap;
import java.util.Map;
import java.util.TreeMap;

/** A bag of prefixes: one that was added twice has to be removed twice. */
final class PrefixSet {
    private final TreeMap<Integer, Map<IpAddress, Integer>> countsByLength = new TreeMap<>();

    void add(IpPrefix prefix) {
        countsByLength
                .computeIfAbsent(prefix.mappedLength(), length -> new HashMap<>())
                .merge(prefix.address(), 1, Integer::sum);
    }

    void remove(IpPrefix prefix) {
        countsByLength.computeIfPresent(prefix.mappedLength(), (length, counts) -> {
            counts.computeIfPresent(prefix.address(), (address, count) -> count == 1 ? null : count - 1);
            return counts.isEmpty() ? null : counts;
        });
    }

    boolean contains(IpAddress address) {
        for (Map.Entry<Integer, Map<IpAddress, Integer>> entry : countsByLength.entrySet()) {
            if (entry.getValue().containsKey(mask(address, entry.getKey()))) {
                return true;
            }
        }
        return false;
    }

    private static IpAddress mask(IpAddress address, int bits) {
        long high = bits >= 64 ? -1L : bits == 0 ? 0 : -1L << (64 - bits);
        long low = bits <= 64 ? 0 : -1L << (128 - bits);
        return new IpAddress(address.high() & high, address.low() & low);
    }
}

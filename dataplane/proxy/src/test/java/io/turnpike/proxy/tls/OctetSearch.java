package io.turnpike.proxy.tls;

import java.io.IOException;
import java.io.InputStream;
import java.util.Arrays;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.jspecify.annotations.NullMarked;

/** Looks for many short strings of octets in one pass. */
@NullMarked
final class OctetSearch {
    private static final int CHUNK = 1 << 20;

    private final Map<String, byte[]> patterns;
    /** By their first octet and second octets. */
    private final Map<Integer, List<String>> byHead = new HashMap<>();

    private final boolean[] heads = new boolean[1 << 16];
    private final int longest;

    OctetSearch(Map<String, byte[]> patterns) {
        this.patterns = patterns;
        longest = patterns.values().stream()
                .mapToInt(octets -> octets.length)
                .max()
                .orElse(0);
        byHead.putAll(patterns.keySet().stream().collect(Collectors.groupingBy(name -> head(pattern(name), 0))));
        byHead.keySet().forEach(head -> heads[head] = true);
    }

    /** The names of the patterns that occur. */
    Collection<String> in(InputStream in) throws IOException {
        Collection<String> found = new TreeSet<>();
        byte[] buffer = new byte[CHUNK + longest];
        int kept = 0;
        int read;
        while ((read = in.readNBytes(buffer, kept, CHUNK)) > 0) {
            int end = kept + read;
            search(buffer, end, found);
            kept = Math.min(longest - 1, end);
            System.arraycopy(buffer, end - kept, buffer, 0, kept);
        }
        return found;
    }

    private void search(byte[] buffer, int end, Collection<String> found) {
        for (int i = 0; i + 1 < end; i++) {
            int head = head(buffer, i);
            if (heads[head]) {
                for (String name : byHead.getOrDefault(head, List.of())) {
                    byte[] pattern = pattern(name);
                    if (i + pattern.length <= end
                            && Arrays.equals(buffer, i, i + pattern.length, pattern, 0, pattern.length)) {
                        found.add(name);
                    }
                }
            }
        }
    }

    private byte[] pattern(String name) {
        return Objects.requireNonNull(patterns.get(name));
    }

    private static int head(byte[] octets, int at) {
        return (octets[at] & 0xff) << 8 | (octets[at + 1] & 0xff);
    }
}

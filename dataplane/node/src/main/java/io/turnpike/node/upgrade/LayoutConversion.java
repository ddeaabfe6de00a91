package io.turnpike.node.upgrade;

import static java.lang.foreign.ValueLayout.JAVA_BYTE;
import static java.lang.foreign.ValueLayout.JAVA_INT_UNALIGNED;
import static java.lang.foreign.ValueLayout.JAVA_LONG_UNALIGNED;
import static java.lang.foreign.ValueLayout.JAVA_SHORT_UNALIGNED;

import java.lang.foreign.GroupLayout;
import java.lang.foreign.MemoryLayout;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.SequenceLayout;
import java.lang.foreign.ValueLayout;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;

/**
 * Copies a struct of one version into the same struct of another, by the names of its members: one that the other does
 * not have is left out, one that is new stays zero, a number may have become wider.
 */
final class LayoutConversion {
    private final MemoryLayout from;
    private final MemoryLayout to;

    LayoutConversion(MemoryLayout from, MemoryLayout to) {
        this.from = from;
        this.to = to;
    }

    void copy(MemorySegment source, MemorySegment target) {
        copy(from, source, 0, to, target, 0);
    }

    private static void copy(
            MemoryLayout from,
            MemorySegment source,
            long sourceAt,
            MemoryLayout to,
            MemorySegment target,
            long targetAt) {
        if (from instanceof GroupLayout older && to instanceof GroupLayout newer) {
            copyMembers(older, source, sourceAt, newer, target, targetAt);
        } else if (isOfParts(from) && isOfParts(to)) {
            copyElements((SequenceLayout) from, source, sourceAt, (SequenceLayout) to, target, targetAt);
        } else if (from instanceof ValueLayout older && to instanceof ValueLayout newer) {
            put(newer.byteSize(), target, targetAt, get(older.byteSize(), source, sourceAt));
        } else if (from.byteSize() == to.byteSize()) {
            // An address: sixteen octets here, four words there.
            MemorySegment.copy(source, sourceAt, target, targetAt, from.byteSize());
        } else {
            throw new IllegalStateException("a map's " + from + " cannot become " + to);
        }
    }

    private static boolean isOfParts(MemoryLayout layout) {
        return layout instanceof SequenceLayout sequence
                && sequence.elementLayout().byteSize() > 1;
    }

    private static void copyMembers(
            GroupLayout from,
            MemorySegment source,
            long sourceAt,
            GroupLayout to,
            MemorySegment target,
            long targetAt) {
        Map<String, MemoryLayout> older = from.memberLayouts().stream()
                .filter(member -> member.name().isPresent())
                .collect(Collectors.toMap(member -> member.name().orElseThrow(), Function.identity()));
        for (MemoryLayout member : to.memberLayouts()) {
            String name = member.name().orElse("");
            MemoryLayout before = older.get(name);
            if (before != null) {
                copy(before, source, sourceAt + offset(from, name), member, target, targetAt + offset(to, name));
            }
        }
    }

    private static long offset(GroupLayout layout, String member) {
        return layout.byteOffset(MemoryLayout.PathElement.groupElement(member));
    }

    private static void copyElements(
            SequenceLayout from,
            MemorySegment source,
            long sourceAt,
            SequenceLayout to,
            MemorySegment target,
            long targetAt) {
        long sourceStride = from.elementLayout().byteSize();
        long targetStride = to.elementLayout().byteSize();
        for (long i = 0; i < Math.min(from.elementCount(), to.elementCount()); i++) {
            copy(
                    from.elementLayout(),
                    source,
                    sourceAt + i * sourceStride,
                    to.elementLayout(),
                    target,
                    targetAt + i * targetStride);
        }
    }

    private static long get(long octets, MemorySegment segment, long at) {
        return switch ((int) octets) {
            case 1 -> segment.get(JAVA_BYTE, at) & 0xffL;
            case 2 -> segment.get(JAVA_SHORT_UNALIGNED, at) & 0xffffL;
            case 4 -> segment.get(JAVA_INT_UNALIGNED, at) & 0xffff_ffffL;
            default -> segment.get(JAVA_LONG_UNALIGNED, at);
        };
    }

    private static void put(long octets, MemorySegment segment, long at, long value) {
        switch ((int) octets) {
            case 1 -> segment.set(JAVA_BYTE, at, (byte) value);
            case 2 -> segment.set(JAVA_SHORT_UNALIGNED, at, (short) value);
            case 4 -> segment.set(JAVA_INT_UNALIGNED, at, (int) value);
            default -> segment.set(JAVA_LONG_UNALIGNED, at, value);
        }
    }
}

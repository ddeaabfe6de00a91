package io.turnpike.node.maps;

import io.turnpike.flow.IpAddress;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.StructLayout;
import java.lang.foreign.ValueLayout;

/** One struct being filled or read by member name; for configuration and slow paths. */
public final class Struct {
    private final StructLayout layout;
    private final MemorySegment segment;

    private Struct(StructLayout layout, MemorySegment segment) {
        this.layout = layout;
        this.segment = segment;
    }

    /** All zero. */
    public static Struct of(StructLayout layout) {
        return new Struct(layout, Arena.ofAuto().allocate(layout.byteSize(), 8));
    }

    public static Struct over(StructLayout layout, MemorySegment segment) {
        return new Struct(layout, segment);
    }

    /** A map key or value that is a single 32-bit number. */
    public static MemorySegment number(int value) {
        MemorySegment segment = Arena.ofAuto().allocate(4, 8);
        segment.set(ValueLayout.JAVA_INT, 0, value);
        return segment;
    }

    /** A map key that is a single address. */
    public static MemorySegment address(IpAddress address) {
        MemorySegment segment = Arena.ofAuto().allocate(16, 8);
        segment.copyFrom(MemorySegment.ofArray(address.toBytes()));
        return segment;
    }

    public MemorySegment segment() {
        return segment;
    }

    public Struct with(String member, int value) {
        segment.set(ValueLayout.JAVA_INT_UNALIGNED, FlowAbi.offset(layout, member), value);
        return this;
    }

    public Struct withLong(String member, long value) {
        segment.set(ValueLayout.JAVA_LONG_UNALIGNED, FlowAbi.offset(layout, member), value);
        return this;
    }

    public Struct withByte(String member, int value) {
        segment.set(ValueLayout.JAVA_BYTE, FlowAbi.offset(layout, member), (byte) value);
        return this;
    }

    /** In the machine's byte order. */
    public Struct withShort(String member, int value) {
        segment.set(ValueLayout.JAVA_SHORT_UNALIGNED, FlowAbi.offset(layout, member), (short) value);
        return this;
    }

    /** In network order. */
    public Struct withPort(String member, int port) {
        long offset = FlowAbi.offset(layout, member);
        segment.set(ValueLayout.JAVA_BYTE, offset, (byte) (port >>> 8));
        segment.set(ValueLayout.JAVA_BYTE, offset + 1, (byte) port);
        return this;
    }

    public Struct with(String member, IpAddress address) {
        MemorySegment.copy(MemorySegment.ofArray(address.toBytes()), 0, segment, FlowAbi.offset(layout, member), 16);
        return this;
    }

    /** One element of an array of structs. */
    public Struct with(String member, int index, MemorySegment element) {
        long offset = FlowAbi.offset(layout, member) + index * element.byteSize();
        MemorySegment.copy(element, 0, segment, offset, element.byteSize());
        return this;
    }

    public int intAt(String member) {
        return segment.get(ValueLayout.JAVA_INT_UNALIGNED, FlowAbi.offset(layout, member));
    }

    public long longAt(String member) {
        return segment.get(ValueLayout.JAVA_LONG_UNALIGNED, FlowAbi.offset(layout, member));
    }

    /** In the machine's byte order, unsigned. */
    public int shortAt(String member) {
        return segment.get(ValueLayout.JAVA_SHORT_UNALIGNED, FlowAbi.offset(layout, member)) & 0xffff;
    }

    public int byteAt(String member) {
        return segment.get(ValueLayout.JAVA_BYTE, FlowAbi.offset(layout, member)) & 0xff;
    }
}

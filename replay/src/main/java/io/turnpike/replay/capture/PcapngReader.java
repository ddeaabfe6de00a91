package io.turnpike.replay.capture;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Blocks in sections, each section with interfaces and a byte order of its own (draft-ietf-opsawg-pcapng). */
final class PcapngReader extends CaptureReader {
    /** Type of the Section Header Block, the same in either byte order. */
    static final int MAGIC = 0x0a0d0d0a;

    private static final int BYTE_ORDER_MAGIC = 0x1a2b3c4d;
    private static final int INTERFACE_DESCRIPTION = 1;
    /** Of the days before 2004; replaced by the enhanced one. */
    private static final int OBSOLETE_PACKET = 2;

    private static final int SIMPLE_PACKET = 3;
    private static final int ENHANCED_PACKET = 6;

    private static final int BLOCK_HEADER = 8;
    private static final int BLOCK_TRAILER = 4;
    private static final int SECTION_BODY = 16;
    private static final int PACKET_FIXED = 20;
    private static final int SIMPLE_FIXED = 4;
    private static final int MAJOR_VERSION = 1;
    private static final int MOST_INTERFACES = 65_536;

    private final CaptureInput in;
    private final List<CaptureInterface> interfaces = new ArrayList<>();
    private long lastNanos;

    PcapngReader(CaptureInput in) {
        this.in = in;
    }

    /** A block without its header and trailer; of a very long one only the beginning. */
    private record Block(int type, long offset, long bodyOctets, ByteBuffer body) {}

    @Override
    public @Nullable CapturedPacket next() throws IOException {
        while (!in.isAtEnd()) {
            Block block = readBlock();
            switch (block.type()) {
                case MAGIC -> beginSection(block);
                case INTERFACE_DESCRIPTION -> addInterface(block);
                case ENHANCED_PACKET -> {
                    return packet(block, fixed(block, PACKET_FIXED).getInt(0));
                }
                case OBSOLETE_PACKET -> {
                    return packet(
                            block,
                            Short.toUnsignedInt(fixed(block, PACKET_FIXED).getShort(0)));
                }
                case SIMPLE_PACKET -> {
                    return simplePacket(block);
                }
                default -> {
                    // Names, statistics, secrets, and what others have invented: nothing that was counted.
                }
            }
        }
        return null;
    }

    private Block readBlock() throws IOException {
        long offset = in.offset();
        orderOfSection();
        ByteBuffer header = in.take(BLOCK_HEADER, "the header of a block");
        int type = header.getInt(0);
        long length = Integer.toUnsignedLong(header.getInt(4));
        if (length < BLOCK_HEADER + BLOCK_TRAILER || length % 4 != 0) {
            throw CaptureException.corrupt(
                    offset,
                    "a block says that it has %,d octets, expected a multiple of 4 from 12 on".formatted(length));
        }
        return readBody(type, offset, length - BLOCK_HEADER - BLOCK_TRAILER);
    }

    /** The first block of a section tells the byte order, in which its own length is written already. */
    private void orderOfSection() throws IOException {
        ByteBuffer begin = in.peek(BLOCK_HEADER + Integer.BYTES);
        if (begin.limit() < BLOCK_HEADER + Integer.BYTES || begin.getInt(0) != MAGIC) {
            return;
        }
        int magic = begin.order(ByteOrder.BIG_ENDIAN).getInt(BLOCK_HEADER);
        if (magic != BYTE_ORDER_MAGIC && magic != Integer.reverseBytes(BYTE_ORDER_MAGIC)) {
            throw CaptureException.corrupt(
                    in.offset() + BLOCK_HEADER,
                    "a section's byte order is 0x%08x, expected 0x1a2b3c4d".formatted(magic));
        }
        in.order(magic == BYTE_ORDER_MAGIC ? ByteOrder.BIG_ENDIAN : ByteOrder.LITTLE_ENDIAN);
    }

    private Block readBody(int type, long offset, long octets) throws IOException {
        ByteBuffer body;
        int trailer;
        if (octets <= CaptureInput.CAPACITY) {
            int count = (int) octets;
            ByteBuffer whole = in.take(count + BLOCK_TRAILER, "the rest of a block");
            body = whole.slice(0, count).order(whole.order());
            trailer = whole.getInt(count);
        } else {
            body = in.takeHead(octets, "the body of a block");
            trailer = in.take(BLOCK_TRAILER, "the end of a block").getInt(0);
        }
        long length = octets + BLOCK_HEADER + BLOCK_TRAILER;
        if (Integer.toUnsignedLong(trailer) != length) {
            throw CaptureException.corrupt(
                    offset,
                    "a block has %,d octets by its beginning and %,d by its end"
                            .formatted(length, Integer.toUnsignedLong(trailer)));
        }
        return new Block(type, offset, octets, body);
    }

    private void beginSection(Block block) throws CaptureException {
        ByteBuffer body = fixed(block, SECTION_BODY);
        int major = Short.toUnsignedInt(body.getShort(4));
        if (major != MAJOR_VERSION) {
            throw CaptureException.corrupt(
                    block.offset(),
                    "a section of a pcapng file says that it has version %d, expected 1".formatted(major));
        }
        interfaces.clear();
    }

    private void addInterface(Block block) throws CaptureException {
        if (interfaces.size() == MOST_INTERFACES) {
            throw CaptureException.corrupt(block.offset(), "a section has more than 65,536 interfaces");
        }
        interfaces.add(CaptureInterface.of(block.body(), block.offset()));
    }

    private CapturedPacket packet(Block block, int interfaceId) throws CaptureException {
        CaptureInterface seenBy = interfaceOf(block, interfaceId);
        ByteBuffer body = block.body();
        long time = Integer.toUnsignedLong(body.getInt(4)) << 32 | Integer.toUnsignedLong(body.getInt(8));
        long captured = Integer.toUnsignedLong(body.getInt(12));
        long wire = Integer.toUnsignedLong(body.getInt(16));
        lastNanos = seenBy.resolution()
                .nanos(time)
                .orElseThrow(() ->
                        CaptureException.corrupt(block.offset(), "a packet was captured before 1970 or after 2262"));
        return captured(block, seenBy, PACKET_FIXED, captured, wire);
    }

    /** Has no time of its own: it is taken for that of the packet before. */
    private CapturedPacket simplePacket(Block block) throws CaptureException {
        ByteBuffer body = fixed(block, SIMPLE_FIXED);
        CaptureInterface seenBy = interfaceOf(block, 0);
        long wire = Integer.toUnsignedLong(body.getInt(0));
        long captured = Math.min(wire, block.bodyOctets() - SIMPLE_FIXED);
        if (seenBy.snapshotOctets() > 0) {
            captured = Math.min(captured, seenBy.snapshotOctets());
        }
        return captured(block, seenBy, SIMPLE_FIXED, captured, wire);
    }

    private CapturedPacket captured(Block block, CaptureInterface seenBy, int fixed, long captured, long wire)
            throws CaptureException {
        if (captured > block.bodyOctets() - fixed) {
            throw CaptureException.corrupt(
                    block.offset(),
                    "%,d octets of a packet are said to stand in a block that has room for %,d"
                            .formatted(captured, block.bodyOctets() - fixed));
        }
        int there = (int) Math.min(captured, block.body().limit() - fixed);
        return new CapturedPacket(
                seenBy.linkType(),
                lastNanos,
                Math.max(wire, captured),
                block.body().slice(fixed, there));
    }

    private CaptureInterface interfaceOf(Block block, int id) throws CaptureException {
        if (id < 0 || id >= interfaces.size()) {
            throw CaptureException.corrupt(
                    block.offset(),
                    "a packet is of interface %d, and %d are described before it"
                            .formatted(Integer.toUnsignedLong(id), interfaces.size()));
        }
        return interfaces.get(id);
    }

    private static ByteBuffer fixed(Block block, int octets) throws CaptureException {
        if (block.bodyOctets() < octets) {
            throw CaptureException.corrupt(
                    block.offset(),
                    "a block of type %d has %d octets in it, expected %d at least"
                            .formatted(Integer.toUnsignedLong(block.type()), block.bodyOctets(), octets));
        }
        return block.body();
    }
}

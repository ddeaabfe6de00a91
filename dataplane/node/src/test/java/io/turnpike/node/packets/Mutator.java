package io.turnpike.node.packets;

import java.util.Arrays;
import java.util.List;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.NullMarked;

/** Spoils frames: a little most of the time, so that much of the packet path is reached before it finds out. */
@NullMarked
final class Mutator {
    private static final int LEAST_OCTETS = 34;
    private static final int LEAST_IPV6_OCTETS = 54;
    private static final int[] TELLING = {
        0, 1, 2, 4, 5, 6, 8, 17, 20, 44, 58, 60, 64, 0x45, 0x60, 0x7f, 0x80, 0xfe, 0xff
    };

    private final RandomGenerator random;

    Mutator(RandomGenerator random) {
        this.random = random;
    }

    /** One of the frames, changed in up to four places; sometimes with its checksums put right again. */
    byte[] next(List<byte[]> frames) {
        byte[] frame = frames.get(random.nextInt(frames.size())).clone();
        for (int changes = random.nextInt(5); changes > 0; changes--) {
            frame = change(frame, frames);
        }
        if (random.nextInt(3) > 0) {
            putChecksumsRight(frame);
        }
        return isTooShortToRun(frame) ? Arrays.copyOf(frame, LEAST_IPV6_OCTETS) : frame;
    }

    /** The kernel's test run takes no IPv6 without its header. */
    private static boolean isTooShortToRun(byte[] frame) {
        return PlainPacket.u16(frame, 12) == 0x86dd && frame.length < LEAST_IPV6_OCTETS;
    }

    private byte[] change(byte[] frame, List<byte[]> frames) {
        int at = place(frame);
        switch (random.nextInt(8)) {
            case 0 -> frame[at] ^= (byte) (1 << random.nextInt(8));
            case 1 -> frame[at] = (byte) TELLING[random.nextInt(TELLING.length)];
            case 2 -> frame[at] = (byte) random.nextInt();
            case 3 -> swapAddresses(frame);
            case 4 -> {
                byte[] other = frames.get(random.nextInt(frames.size()));
                int octets = Math.min(random.nextInt(1, 24), Math.min(other.length, frame.length) - at);
                if (octets > 0) {
                    System.arraycopy(other, at, frame, at, octets);
                }
            }
            case 5 -> {
                return Arrays.copyOf(frame, random.nextInt(LEAST_OCTETS, frame.length + 1));
            }
            case 6 -> {
                return Arrays.copyOf(frame, frame.length + random.nextInt(64));
            }
            default -> frame[at] += (byte) (random.nextBoolean() ? 1 : -1);
        }
        return frame;
    }

    /** Headers more often than what comes after. */
    private int place(byte[] frame) {
        return random.nextInt(12, random.nextInt(4) == 0 ? frame.length : Math.min(frame.length, 78));
    }

    private static void swapAddresses(byte[] frame) {
        boolean ipv4 = PlainPacket.u16(frame, 12) == 0x0800;
        int at = ipv4 ? 26 : 22;
        int octets = ipv4 ? 4 : 16;
        if (frame.length >= at + 2 * octets) {
            byte[] source = Arrays.copyOfRange(frame, at, at + octets);
            System.arraycopy(frame, at + octets, frame, at, octets);
            System.arraycopy(source, 0, frame, at + octets, octets);
        }
    }

    private static void putChecksumsRight(byte[] frame) {
        PlainPacket.of(frame).ifPresent(packet -> {
            if (packet.ipv4()) {
                put(frame, 24, 0);
                put(frame, 24, ~InternetChecksum.sum(frame, 14, packet.transportOffset() - 14));
            }
            int within = checksumOffset(packet);
            if (within > 0 && packet.transportOffset() + within + 2 <= packet.end() && !packet.fragment()) {
                put(frame, packet.transportOffset() + within, 0);
                put(frame, packet.transportOffset() + within, ~packet.transportSum());
            }
        });
    }

    private static int checksumOffset(PlainPacket packet) {
        return packet.hasChecksum() ? Frame.checksumAt(packet.protocol()) : 0;
    }

    private static void put(byte[] frame, int at, int value) {
        frame[at] = (byte) (value >> 8);
        frame[at + 1] = (byte) value;
    }
}

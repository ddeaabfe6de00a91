package io.turnpike.node.packets;

import static io.turnpike.node.packets.NodeUnderTest.Verdict.ANSWERED;
import static io.turnpike.node.packets.NodeUnderTest.Verdict.DROPPED;
import static io.turnpike.node.packets.NodeUnderTest.Verdict.PASSED;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import org.jspecify.annotations.NullMarked;

/** Whether what a program did to a frame can be right, whatever the frame is. */
@NullMarked
final class Judgement {
    private Judgement() {}

    /**
     * Throws if not.
     *
     * @param slots sessions that it opened
     */
    static void of(String program, byte[] frame, NodeUnderTest.RawOutcome outcome, long slots) {
        boolean forwards = program.equals("director") || program.equals("border");
        if (outcome.verdict() == DROPPED) {
            assertThat(slots).as("state of what was dropped").isZero();
            return;
        }
        if (outcome.verdict() == PASSED) {
            assertThat(outcome.frame()).as("passed on").isEqualTo(frame);
            if (forwards) {
                assertThat(slots).as("state of what is not ours").isZero();
            }
            return;
        }
        assertThat(forwards).as("only forwards").isTrue();
        PlainPacket in = PlainPacket.of(frame).orElseThrow(() -> new AssertionError("malformed, and sent on"));
        PlainPacket out = PlainPacket.of(outcome.frame()).orElseThrow(() -> new AssertionError("sent on malformed"));
        if (isAnswer(frame, outcome)) {
            assertThat(slots).as("state of what was answered").isZero();
            assertAnswers(in, out);
            return;
        }
        if (slots > 0) {
            assertThat(opens(program, in)).as("opens a session").isTrue();
        }
        assertForwarded(in, out);
    }

    /** Under tc by what the frame looks like: it goes back to the address it came from. */
    static boolean isAnswer(byte[] frame, NodeUnderTest.RawOutcome outcome) {
        return outcome.verdict() == ANSWERED
                || (outcome.verdict() != DROPPED
                        && outcome.verdict() != PASSED
                        && Arrays.equals(frame, 0, 6, outcome.frame(), 6, 12));
    }

    private static boolean opens(String program, PlainPacket in) {
        if (in.isIcmpError()) {
            return false;
        }
        boolean syn = !in.isWholeTcp() || (in.tcpFlags() & 0x16) == Frame.SYN;
        // A 1:1 binding is no firewall.
        return program.equals("border") || (syn && !in.fragment() && !in.isIcmp());
    }

    private static void assertAnswers(PlainPacket in, PlainPacket out) {
        assertThat(out.source()).isEqualTo(in.destination());
        assertThat(out.destination()).isEqualTo(in.source());
        assertThat(out.hops()).isEqualTo(64);
        if (in.isEchoRequest()) {
            assertThat(out.headerSum()).isEqualTo(in.headerSum());
            assertThat(out.transportSum()).isEqualTo(in.transportSum());
            assertSameBytes(in, out, 4);
            return;
        }
        assertThat(in.isWholeTcp() && (in.tcpFlags() & 0x16) == Frame.SYN).isTrue();
        assertThat(in.transportSum()).as("only what came in right").isEqualTo(0xffff);
        assertThat(out.isRight()).isTrue();
        assertThat(out.octets()).isEqualTo(in.ipv4() ? 40 : 60);
        assertThat(out.tcpFlags()).isEqualTo(Frame.RST | Frame.ACK);
    }

    private static void assertForwarded(PlainPacket in, PlainPacket out) {
        assertThat(in.hops()).isGreaterThan(1);
        assertThat(out.hops()).isEqualTo(in.hops() - 1);
        assertThat(out.frame()).hasSameSizeAs(in.frame());
        assertThat(out.octets()).isEqualTo(in.octets());
        assertThat(out.transportOffset()).isEqualTo(in.transportOffset());
        assertThat(out.headerSum()).as("header right or wrong as before").isEqualTo(in.headerSum());
        assertThat(out.isUnsummed()).isEqualTo(in.isUnsummed());
        if (in.first() && in.hasChecksum() && !in.isUnsummed() && isSummed(in)) {
            assertThat(out.transportSum())
                    .as("transport right or wrong as before")
                    .isEqualTo(in.transportSum());
        }
        assertSameBytes(in, out, in.translatedOctets());
    }

    /** Whether its checksum is there at all. */
    private static boolean isSummed(PlainPacket in) {
        return in.end() - in.transportOffset() >= Frame.checksumAt(in.protocol()) + 2;
    }

    /** Nothing but addresses, hops and checksum of the IP header, and the first octets of the transport, may differ. */
    private static void assertSameBytes(PlainPacket in, PlainPacket out, int translatedOctets) {
        byte[] before = in.frame().clone();
        byte[] after = out.frame().clone();
        for (byte[] frame : new byte[][] {before, after}) {
            Arrays.fill(frame, 0, 12, (byte) 0);
            if (in.ipv4()) {
                frame[22] = 0;
                Arrays.fill(frame, 24, 34, (byte) 0);
            } else {
                frame[21] = 0;
                Arrays.fill(frame, 22, 54, (byte) 0);
            }
            Arrays.fill(frame, in.transportOffset(), in.transportOffset() + translatedOctets, (byte) 0);
        }
        assertThat(after).as("the rest").isEqualTo(before);
    }
}

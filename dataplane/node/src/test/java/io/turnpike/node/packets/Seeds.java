package io.turnpike.node.packets;

import io.turnpike.node.role.Role.Hook;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.NullMarked;

/** Right packets of every kind, to be spoiled: some open sessions here, and others are of these sessions. */
@NullMarked
final class Seeds {
    static final String CLIENT = "198.51.100.11";
    static final String CLIENT_IPV6 = "2001:db8:c::11";
    static final String VIP = "203.0.113.10";
    static final String VIP_IPV6 = "2001:db8:5::10";
    static final String EIP = "203.0.113.20";
    static final String DNAT_EIP = "203.0.113.33";
    private static final int PORT = 20_000;

    private Seeds() {}

    static List<byte[]> of(NodeUnderTest node, String program, Hook hook) {
        List<byte[]> frames = new ArrayList<>();
        for (Frame request : requests()) {
            frames.add(request.bytes());
            frames.add(request.withTcpFlags(Frame.ACK).bytes());
            addAnswers(frames, node, program, hook, request);
        }
        Frame plain = Frame.udp(CLIENT, PORT, EIP, 9);
        frames.add(plain.asFragment(0, true).bytes());
        frames.add(plain.asFragment(9, false).bytes());
        Frame extended = Frame.tcp(CLIENT_IPV6, PORT, VIP_IPV6, 80).withExtensions();
        frames.add(extended.bytes());
        frames.add(extended.asFragment(0, true).bytes());
        frames.add(NeighbourSolicitation.of("2001:db8:f:1::1", "2001:db8:f:1::2"));
        return frames;
    }

    private static List<Frame> requests() {
        List<Frame> frames = new ArrayList<>();
        for (int protocol : List.of(Frame.TCP, Frame.UDP)) {
            frames.add(Frame.of(protocol, CLIENT, PORT, VIP, 80));
            frames.add(Frame.of(protocol, CLIENT_IPV6, PORT, VIP_IPV6, 80));
            frames.add(Frame.of(protocol, CLIENT, PORT, VIP, 81));
            frames.add(Frame.of(protocol, CLIENT, PORT, DNAT_EIP, 80));
            frames.add(Frame.of(protocol, CLIENT, PORT, EIP, 80));
            frames.add(Frame.of(protocol, "10.0.0.13", PORT, CLIENT, 443));
            frames.add(Frame.of(protocol, "10.0.0.12", PORT, CLIENT, 443));
            frames.add(Frame.of(protocol, "2001:db8:10::12", PORT, CLIENT_IPV6, 443));
        }
        frames.add(Frame.tcp(CLIENT_IPV6, PORT, VIP_IPV6, 82));
        frames.add(Frame.udp("192.0.2.1", 5, "192.0.2.2", 9));
        frames.add(Frame.echoRequest(CLIENT, VIP, 7));
        frames.add(Frame.echoRequest(CLIENT_IPV6, VIP_IPV6, 7));
        frames.add(Frame.echoRequest(CLIENT, EIP, 8));
        frames.add(Frame.echoRequest("10.0.0.13", CLIENT, 9));
        return frames;
    }

    /** What the peer says to what became of the request, and what routers say to both. */
    private static void addAnswers(List<byte[]> frames, NodeUnderTest node, String program, Hook hook, Frame request) {
        boolean fromOutside = request.source().address().toString().equals(CLIENT)
                || (!request.isIpv4() && request.destination().port() != 443);
        String face = fromOutside ? "eth0" : "eth1";
        String other = fromOutside ? "eth1" : "eth0";
        SeenFrame there = node.runRefused(program, hook, face, request);
        if (there.verdict() == NodeUnderTest.Verdict.DROPPED || there.protocol() != request.protocol()) {
            return;
        }
        Frame answer = Frame.answer(there);
        SeenFrame back = node.runRefused(program, hook, other, answer);
        frames.add(answer.bytes());
        String router = request.isIpv4() ? "192.0.2.99" : "2001:db8:f:9::1";
        for (SeenFrame seen : List.of(there, back)) {
            frames.add(IcmpError.tooBig(router, seen.packet()));
            frames.add(IcmpError.timeExceeded(router, seen.packet()));
        }
    }
}

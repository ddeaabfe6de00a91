package io.turnpike.node.sync;

import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.BiConsumer;
import org.jspecify.annotations.Nullable;

/**
 * Session sync of one node, without clock, thread or socket: what arrives, what changed and what time it is come in by
 * its methods, and datagrams go out by its transport. An owner's word on its slots holds; of an owner that is gone its
 * peers hold together all that any of them knows, and it gets it back when it returns with an empty table.
 */
final class SyncProtocol {
    static final long HELLO_NANOS = 100_000_000L;

    static final int REPEATABLE_CHANGES = 1 << 18;

    private static final long REPAIR_NANOS = 5_000_000L;
    private static final long TOUCH_NANOS = 3_000_000_000L;
    /** Between two full fetches of the same sessions from the same node. */
    private static final long REFETCH_NANOS = 2_000_000_000L;

    private static final int TOUCH_OCTETS = 11;

    private final Identity identity;
    private final SessionStore store;
    private final Authenticator authenticator;
    private final Outbox outbox;
    private final LocalSessions sessions;
    private final OwnedLog owned;
    private final Replicas replicas;
    private final SlotAnswers answers;
    private final Pulls pulls;
    private final Map<Integer, Member> members = new TreeMap<>();
    /** By node: its incarnation from which all that it held of ours was fetched. */
    private final Map<Integer, Long> recovered = new HashMap<>();
    /** Sessions of ours that were fetched: one that is not there any more has ended since. */
    private final Set<Long> returned = new HashSet<>();

    private final Map<Long, Long> lastFetchNanos = new HashMap<>();
    private final Map<Integer, Long> lastRepairNanos = new HashMap<>();
    private final Map<Integer, BiConsumer<Integer, ByteBuffer>> applications = new HashMap<>();
    private final long startedNanos;
    private long helloNanos;
    private long touchNanos;
    private boolean ready;
    private long refusedDatagrams;
    private long receivedDatagrams;

    SyncProtocol(
            Identity identity,
            long incarnation,
            SessionStore store,
            Authenticator authenticator,
            Transport transport,
            int repeatableChanges,
            long nowNanos) {
        this.identity = identity;
        this.store = store;
        this.authenticator = authenticator;
        this.outbox = new Outbox(identity.number(), incarnation, authenticator, transport);
        this.sessions = new LocalSessions(store);
        this.owned = new OwnedLog(identity.number(), store, sessions, outbox, repeatableChanges);
        this.replicas = new Replicas(sessions);
        this.answers = new SlotAnswers(store, sessions, outbox);
        this.pulls = new Pulls(outbox);
        this.startedNanos = nowNanos;
        this.helloNanos = nowNanos - HELLO_NANOS;
        this.touchNanos = nowNanos;
        noteCopies();
    }

    /** Copies that an earlier process left in the table. */
    private void noteCopies() {
        for (int slot = 0; slot < store.slots(); slot++) {
            if (store.isLive(slot) && LocalSessions.ownerOf(store.flowId(slot)) != identity.number()) {
                sessions.note(store.flowId(slot), slot);
            }
        }
    }

    /** A session was established or ended in the slot; whatever is there now is what counts. */
    void changed(int slot) {
        owned.changed(slot);
        long flowId = store.flowId(slot);
        if (!store.isLive(slot) && LocalSessions.ownerOf(flowId) != identity.number()) {
            sessions.forgetIn(slot, flowId);
        }
    }

    /** Tells the peers what changed. */
    void flush() {
        owned.flush();
    }

    /** To be called every few milliseconds, and after what was received. */
    void tick(long nowNanos) {
        owned.flush();
        if (nowNanos - helloNanos >= HELLO_NANOS) {
            sayHello(nowNanos);
        }
        if (nowNanos - touchNanos >= TOUCH_NANOS) {
            touchNanos = nowNanos;
            tellTouches();
        }
        pulls.tick(nowNanos, pull -> isWanted(pull, nowNanos));
        for (Member member : members.values()) {
            if (member.isAlive(nowNanos)) {
                follow(member, nowNanos);
            }
        }
        if (nowNanos - startedNanos >= Member.GONE_NANOS) {
            keepGoneOwners(nowNanos);
            ready |= isInSync(nowNanos);
        }
    }

    private boolean isWanted(Pull pull, long nowNanos) {
        boolean ofOther = pull.owner() != pull.source() && pull.owner() != identity.number();
        return isAlive(pull.source(), nowNanos) && !(ofOther && isAlive(pull.owner(), nowNanos));
    }

    boolean isAlive(int node, long nowNanos) {
        Member member = members.get(node);
        return node == identity.number() || (member != null && member.isAlive(nowNanos));
    }

    /** Takes what an owner says, and sees to what was lost on the way. */
    private void follow(Member member, long nowNanos) {
        if (identity.fresh() && !hasRecoveredFrom(member) && !pulls.isFetching(identity.number())) {
            pulls.start(member.number(), identity.number(), true, nowNanos);
        }
        Hello.Other about = member.about(identity.number(), outbox.incarnation());
        Hello hello = member.hello();
        if (about == null || hello == null || !about.recovered()) {
            return;
        }
        Replica replica = replicas.of(member.number());
        if (replica.incarnation() != member.incarnation()) {
            replica.restart(member.incarnation());
            pulls.start(member.number(), member.number(), false, nowNanos);
        }
        if (!pulls.isFetching(member.number())) {
            repair(member, hello, replica, nowNanos);
        }
    }

    private boolean hasRecoveredFrom(Member member) {
        return Objects.equals(recovered.get(member.number()), member.incarnation());
    }

    private void repair(Member member, Hello hello, Replica replica, long nowNanos) {
        long cursor = replica.coverage().cursor();
        long gapEnd = replica.coverage().gapEnd(hello.version());
        if (!replica.isComplete() || cursor < hello.oldest()) {
            pulls.start(member.number(), member.number(), false, nowNanos);
        } else if (gapEnd > cursor && isDue(lastRepairNanos, member.number(), REPAIR_NANOS, nowNanos)) {
            outbox.begin(MessageType.REPAIR, member.number()).putLong(cursor).putLong(gapEnd);
            outbox.send();
        }
    }

    private static <K> boolean isDue(Map<K, Long> last, K key, long everyNanos, long nowNanos) {
        Long before = last.get(key);
        if (before != null && nowNanos - before < everyNanos) {
            return false;
        }
        last.put(key, nowNanos);
        return true;
    }

    /** With the same flow ids in hand, two nodes need not talk of an owner that is gone; else they tell each other. */
    private void keepGoneOwners(long nowNanos) {
        for (Member member : members.values()) {
            Hello hello = member.hello();
            if (hello == null || !member.isAlive(nowNanos)) {
                continue;
            }
            for (Hello.Other other : hello.others()) {
                if (!isPresent(other.number(), nowNanos)
                        && other.digest() != sessions.digest(other.number())
                        && !pulls.isFetching(other.number())
                        && isDue(lastFetchNanos, fetchKey(other.number(), member), REFETCH_NANOS, nowNanos)) {
                    boolean slotsKnown = other.replica() != 0
                            && other.replica() >= replicas.of(other.number()).incarnation();
                    pulls.start(member.number(), other.number(), !slotsKnown, nowNanos);
                }
            }
        }
    }

    private static long fetchKey(int owner, Member from) {
        return (long) owner << 16 | from.number();
    }

    private boolean isPresent(int node, long nowNanos) {
        Member member = members.get(node);
        return isAlive(node, nowNanos) || (member != null && member.isArriving(nowNanos));
    }

    private boolean isInSync(long nowNanos) {
        return pulls.isIdle()
                && members.values().stream()
                        .allMatch(member ->
                                !member.isArriving(nowNanos) && (!member.isAlive(nowNanos) || isInSyncWith(member)));
    }

    private boolean isInSyncWith(Member member) {
        Replica replica = replicas.of(member.number());
        return member.hello() != null
                && replica.incarnation() == member.incarnation()
                && replica.isComplete()
                && !replica.coverage().hasGap()
                && (!identity.fresh() || hasRecoveredFrom(member));
    }

    private void sayHello(long nowNanos) {
        owned.flush();
        helloNanos = nowNanos;
        Set<Integer> known = new TreeSet<>(members.keySet());
        known.addAll(replicas.owners());
        known.addAll(sessions.owners());
        known.remove(identity.number());
        List<Hello.Other> others = new ArrayList<>();
        for (int number : known) {
            if (others.size() < Hello.MOST_OTHERS) {
                others.add(other(number, nowNanos));
            }
        }
        Hello hello = new Hello(
                identity.name(),
                identity.handOver(),
                owned.version(),
                owned.oldest(),
                sessions.digest(identity.number()),
                others);
        hello.write(outbox.begin(MessageType.HELLO, Header.EVERYONE));
        outbox.send();
    }

    private Hello.Other other(int number, long nowNanos) {
        Member member = members.get(number);
        Replica replica = replicas.of(number);
        return new Hello.Other(
                number,
                member == null ? 0 : member.heard(),
                !identity.fresh() || (member != null && hasRecoveredFrom(member)),
                member != null && member.isAlive(nowNanos),
                replica.incarnation(),
                replica.knownVersion(),
                sessions.digest(number));
    }

    private void tellTouches() {
        List<ByteBuffer> open = new ArrayList<>(1);
        store.forEachTouched((flowId, idleSeconds, tcpSeen) -> {
            if (open.isEmpty()) {
                open.add(outbox.begin(MessageType.TOUCHES, Header.EVERYONE));
            }
            open.getFirst().putLong(flowId).putShort((short) idleSeconds).put((byte) tcpSeen);
            if (outbox.room() < TOUCH_OCTETS) {
                outbox.send();
                open.clear();
            }
        });
        if (!open.isEmpty()) {
            outbox.send();
        }
    }

    /** Takes a datagram, which must be in a heap buffer from its beginning. */
    void receive(ByteBuffer datagram, long nowNanos) {
        receivedDatagrams++;
        if (datagram.arrayOffset() != 0 || datagram.position() != 0) {
            throw new IllegalArgumentException("the datagram does not begin its buffer");
        }
        if (!authenticator.verify(datagram.array(), datagram.limit())) {
            refusedDatagrams++;
            return;
        }
        datagram.limit(datagram.limit() - Authenticator.TAG_OCTETS);
        try {
            receive(Header.read(datagram), datagram, nowNanos);
        } catch (IllegalArgumentException | BufferUnderflowException e) {
            refusedDatagrams++;
        }
    }

    private void receive(Header header, ByteBuffer in, long nowNanos) {
        if (header.sender() == identity.number()) {
            refusedDatagrams++;
            return;
        }
        Member member = members.computeIfAbsent(header.sender(), Member::new);
        if (member.accept(header, nowNanos)) {
            if (header.to() == Header.EVERYONE || header.to() == identity.number()) {
                take(member, header, in, nowNanos);
            }
        } else if (header.type() == MessageType.HELLO && member.isNewer(header)) {
            meet(member, header, Hello.read(in), nowNanos);
        } else {
            refusedDatagrams++;
        }
    }

    private void meet(Member member, Header header, Hello hello, long nowNanos) {
        Hello.Other aboutMe = hello.about(identity.number());
        if (aboutMe != null && aboutMe.heard() == outbox.incarnation()) {
            member.prove(header, nowNanos);
            hear(member, hello, nowNanos);
        } else if (member.note(header, nowNanos)) {
            sayHello(nowNanos);
        }
        outnumber(aboutMe);
    }

    /** A peer remembers a greater incarnation of ours: the clock went back. Ours must be greater for it to be heard. */
    private void outnumber(Hello.@Nullable Other aboutMe) {
        if (aboutMe != null && aboutMe.heard() > outbox.incarnation()) {
            outbox.restart(aboutMe.heard() + 1);
            owned.restart();
        }
    }

    private void take(Member member, Header header, ByteBuffer in, long nowNanos) {
        switch (header.type()) {
            case HELLO -> hear(member, Hello.read(in), nowNanos);
            case CHANGES -> replicas.applyChanges(member.number(), header.incarnation(), in);
            case REPAIR -> owned.repeat(member.number(), in.getLong(), in.getLong());
            case SLOTS_REQUEST -> answer(member, in.getShort() & 0xffff, in.get() != 0, in.getInt());
            case SLOTS -> takeSlots(member, SlotRange.read(in), in, nowNanos);
            case TOUCHES -> takeTouches(in);
            case APPLICATION -> {
                BiConsumer<Integer, ByteBuffer> receiver = applications.get(in.get() & 0xff);
                if (receiver != null) {
                    receiver.accept(member.number(), in.slice());
                }
            }
        }
    }

    private void hear(Member member, Hello hello, long nowNanos) {
        boolean first = member.hello() == null;
        member.hello(hello);
        outnumber(hello.about(identity.number()));
        if (first) {
            sayHello(nowNanos);
        }
        Replica replica = replicas.of(member.number());
        boolean upToDate = replica.incarnation() == member.incarnation()
                && replica.isComplete()
                && !replica.coverage().hasGap()
                && replica.coverage().cursor() == hello.version();
        if (upToDate
                && hello.digest() != sessions.digest(member.number())
                && !pulls.isFetching(member.number())
                && isDue(lastFetchNanos, fetchKey(member.number(), member), REFETCH_NANOS, nowNanos)) {
            pulls.start(member.number(), member.number(), false, nowNanos);
        }
    }

    private void answer(Member member, int owner, boolean held, int first) {
        if (held) {
            answers.tellHeld(member.number(), owner, replicaOf(owner), first);
        } else {
            long version = owner == identity.number()
                    ? owned.version()
                    : replicas.of(owner).knownVersion();
            answers.tellReplica(member.number(), owner, replicaOf(owner), version, first);
        }
    }

    private Replica replicaOf(int owner) {
        return owner == identity.number() ? owned.slots() : replicas.of(owner);
    }

    private void takeSlots(Member member, SlotRange range, ByteBuffer in, long nowNanos) {
        Pull pull = pulls.of(member.number(), range);
        if (pull == null) {
            return;
        }
        if (range.held()) {
            Records.readAll(in, new Held());
        } else {
            replicas.applySlots(range, in);
        }
        if (pulls.answered(pull, range, nowNanos)) {
            finished(pull, member, nowNanos);
        }
    }

    private void finished(Pull pull, Member member, long nowNanos) {
        if (pull.owner() == identity.number()) {
            recovered.put(member.number(), member.incarnation());
            sayHello(nowNanos);
        } else if (pull.owner() == member.number()) {
            replicas.complete(member.number(), pull.asOfVersion());
            sayHello(nowNanos);
        } else if (!pull.held()) {
            if (pull.asOfVersion() > 0) {
                replicas.of(pull.owner()).completed(pull.asOfVersion());
            }
            pulls.start(pull.source(), pull.owner(), true, nowNanos);
        }
    }

    /** Sessions by flow id alone: our own from before our table was lost, or those of an owner that is gone. */
    private final class Held implements Records.Reader {
        @Override
        public void session(int slot, long version, long flowId, ByteBuffer content) {
            boolean ours = LocalSessions.ownerOf(flowId) == identity.number();
            if (ours && (flowId >= identity.firstFlowId() || !returned.add(flowId))) {
                return;
            }
            int local = sessions.hold(flowId, content);
            if (ours && local != FlowSlots.NONE) {
                owned.changed(local);
            }
        }

        @Override
        public void empty(int slot, long version) {
            throw new IllegalArgumentException("an empty slot among what is held");
        }

        @Override
        public void unknown(int slot, long version) {
            // It ended while it was told of.
        }
    }

    private void takeTouches(ByteBuffer in) {
        while (in.hasRemaining()) {
            int slot = sessions.slotOf(in.getLong());
            int idleSeconds = in.getShort() & 0xffff;
            int tcpSeen = in.get();
            if (slot != FlowSlots.NONE) {
                store.touch(slot, idleSeconds, tcpSeen);
            }
        }
    }

    /** Receives what other nodes say on a channel, 0 to 255; the reader must be done with the buffer when it returns. */
    void listen(int channel, BiConsumer<Integer, ByteBuffer> reader) {
        applications.put(channel, reader);
    }

    /** Says something to all, once: it may be lost. */
    void say(int channel, byte[] message) {
        ByteBuffer out = outbox.begin(MessageType.APPLICATION, Header.EVERYONE).put((byte) channel);
        if (outbox.room() < message.length) {
            throw new IllegalArgumentException(
                    "a message of " + message.length + " octets is longer than " + outbox.room());
        }
        out.put(message);
        outbox.send();
    }

    /** Nodes that were heard in the last second. */
    List<Peer> peers(long nowNanos) {
        List<Peer> peers = new ArrayList<>();
        for (Member member : members.values()) {
            Hello hello = member.hello();
            if (hello != null && member.isAlive(nowNanos)) {
                peers.add(new Peer(member.number(), hello.name(), hello.handOver()));
            }
        }
        return peers;
    }

    /** Whether, since the start, there was an instant at which all that the peers know was known here too. */
    boolean isReady() {
        return ready;
    }

    /** Established sessions of ours that a peer that lives may not know yet; all of them if there is no such peer. */
    int unsynced(long nowNanos) {
        long acknowledged = Long.MAX_VALUE;
        for (Member member : members.values()) {
            if (member.isAlive(nowNanos)) {
                Hello.Other about = member.about(identity.number(), outbox.incarnation());
                long known = about != null && about.replica() == outbox.incarnation() ? about.version() : 0;
                acknowledged = Math.min(acknowledged, known);
            }
        }
        return acknowledged == Long.MAX_VALUE ? owned.live() : owned.unknownTo(acknowledged);
    }

    /** Sessions of others for which the table had no room. */
    long refusedSessions() {
        return sessions.refused();
    }

    /** Datagrams with a wrong tag, seen before, of an earlier incarnation, or broken. */
    long refusedDatagrams() {
        return refusedDatagrams;
    }

    long receivedDatagrams() {
        return receivedDatagrams;
    }

    long sentDatagrams() {
        return outbox.sent();
    }
}

package io.turnpike.node.maps;

import static java.lang.foreign.ValueLayout.JAVA_LONG;
import static org.assertj.core.api.Assertions.assertThat;

import io.turnpike.node.ffi.BpfObject;
import io.turnpike.node.kernel.Elf;
import java.lang.foreign.MemorySegment;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.Callable;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import org.jspecify.annotations.NullMarked;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIf;

/** The index in the kernel's memory, under the control process's hands; how the packet path uses it is seen by packets. */
@NullMarked
@EnabledIf("io.turnpike.node.packets.TestNamespace#isPossible")
class IndexBucketsIT {
    private static final int SESSIONS = 4096;
    private static final long KEY = FlowAbi.offset(FlowAbi.SESSION, "key");
    private static final long KEY_OCTETS = FlowAbi.FLOW_KEY.byteSize();
    private static final long FORWARD = FlowAbi.offset(FlowAbi.SESSION, "forward");
    private static final long FORWARD_OCTETS = FlowAbi.TRANSLATION.byteSize();

    private final Random random = new Random(20261124);
    private BpfObject object;
    private SessionTable table;
    private IndexBuckets index;

    @BeforeEach
    void load() {
        object = new BpfObject(Elf.of("nic"), null, SessionMaps.sizes(SESSIONS));
        table = new SessionTable(object.map("sessions"));
        boolean fresh = new Allocator(object.map("allocator"), object.map("free_slots"), table).initialise(1, 1);
        assertThat(fresh).isTrue();
        index = new IndexBuckets(object.map("session_index"), object.map("allocator"), table);
    }

    /** With other addresses and ports than any other. */
    private void makeSession(int slot) {
        byte[] octets = new byte[(int) KEY_OCTETS];
        random.nextBytes(octets);
        MemorySegment session = table.session(slot);
        MemorySegment.copy(MemorySegment.ofArray(octets), 0, session, KEY, KEY_OCTETS);
        random.nextBytes(octets);
        MemorySegment.copy(MemorySegment.ofArray(octets), 0, session, FORWARD, FORWARD_OCTETS);
    }

    private boolean put(int slot) {
        return index.put(table.responderKey(slot), IndexBuckets.reference(slot, 1))
                && index.put(table.initiatorKey(slot), IndexBuckets.reference(slot, 0));
    }

    private boolean remove(int slot) {
        return index.remove(table.responderKey(slot), IndexBuckets.reference(slot, 1))
                && index.remove(table.initiatorKey(slot), IndexBuckets.reference(slot, 0));
    }

    @Test
    void shouldHaveRoomForAsManySessionsAsThereAreSlotsHoweverManyCameAndWent() {
        for (int slot = 0; slot < SESSIONS; slot++) {
            makeSession(slot);
            assertThat(put(slot)).isTrue();
        }
        for (int i = 0; i < 10 * SESSIONS; i++) {
            int slot = random.nextInt(SESSIONS);
            assertThat(remove(slot)).isTrue();
            makeSession(slot);
            assertThat(put(slot)).isTrue();
        }
        for (int slot = 0; slot < SESSIONS; slot++) {
            assertThat(index.find(table.initiatorKey(slot))).isEqualTo(IndexBuckets.reference(slot, 0));
            assertThat(index.find(table.responderKey(slot))).isEqualTo(IndexBuckets.reference(slot, 1));
            assertThat(remove(slot)).isTrue();
            assertThat(index.find(table.initiatorKey(slot))).isEqualTo(IndexBuckets.NONE);
        }
        MemorySegment buckets = object.map("session_index").mapped();
        assertThat(buckets.elements(JAVA_LONG)).allMatch(entry -> entry.get(JAVA_LONG, 0) == 0);
    }

    @Test
    void shouldTakeOneOfThoseThatPutTheSameKeyAtOnce() throws InterruptedException, ExecutionException {
        int rivals = 3;
        CyclicBarrier together = new CyclicBarrier(rivals);
        try (ExecutorService threads = Executors.newFixedThreadPool(rivals)) {
            for (int round = 0; round < 3000; round++) {
                makeSession(0);
                MemorySegment key = table.initiatorKey(0);
                List<Callable<Boolean>> puts = new ArrayList<>();
                for (int slot = 0; slot < rivals; slot++) {
                    table.session(slot).copyFrom(table.session(0));
                    int reference = IndexBuckets.reference(slot, 0);
                    puts.add(() -> {
                        together.await();
                        return index.put(key, reference);
                    });
                }
                List<Future<Boolean>> results = threads.invokeAll(puts);
                List<Integer> winners = new ArrayList<>();
                for (int slot = 0; slot < rivals; slot++) {
                    if (results.get(slot).get()) {
                        winners.add(IndexBuckets.reference(slot, 0));
                    }
                }
                assertThat(winners).containsExactly(index.find(key));
                assertThat(index.remove(key, winners.getFirst())).isTrue();
                assertThat(IntStream.range(0, rivals)
                                .anyMatch(slot -> index.contains(key, IndexBuckets.reference(slot, 0))))
                        .isFalse();
            }
        }
    }

    @Test
    void shouldPutAnotherInThePlaceOfOneInOneStep() {
        makeSession(0);
        table.session(1).copyFrom(table.session(0));
        MemorySegment key = table.initiatorKey(0);
        assertThat(index.put(key, IndexBuckets.reference(0, 0))).isTrue();
        assertThat(index.put(key, IndexBuckets.reference(1, 0))).isFalse();
        assertThat(index.replace(key, IndexBuckets.reference(0, 0), IndexBuckets.reference(1, 0)))
                .isTrue();
        assertThat(index.find(key)).isEqualTo(IndexBuckets.reference(1, 0));
        assertThat(index.replace(key, IndexBuckets.reference(0, 0), IndexBuckets.reference(1, 0)))
                .isFalse();
    }
}

package io.turnpike.standalone.lab.impair;

import io.turnpike.netns.TapDevice;
import java.io.IOException;
import java.util.SplittableRandom;
import java.util.concurrent.DelayQueue;
import java.util.concurrent.Delayed;
import java.util.concurrent.TimeUnit;

/** One direction of an impaired link: gives frames back by the interface by which they came, if and when it should. */
final class Relay {
    private final TapDevice tap;
    private final Impairment impairment;
    private final SplittableRandom random;
    private final DelayQueue<Frame> late = new DelayQueue<>();
    private long order;

    Relay(TapDevice tap, Impairment impairment, long direction) {
        this.tap = tap;
        this.impairment = impairment;
        this.random = new SplittableRandom(impairment.seed() * 2 + direction);
    }

    /** Both threads end when the interface is gone. */
    void start(String name) {
        Thread sender = Thread.ofPlatform().name(name + "-late").daemon().start(this::sendLate);
        Thread.ofPlatform().name(name).daemon().start(() -> {
            receive();
            sender.interrupt();
        });
    }

    private void receive() {
        try {
            while (true) {
                byte[] frame = tap.receive();
                switch (impairment.next(random)) {
                    case Impairment.Fate.Lost() -> {}
                    case Impairment.Fate.Late(var by) when by.isZero() -> tap.send(frame);
                    case Impairment.Fate.Late(var by) ->
                        late.add(new Frame(System.nanoTime() + by.toNanos(), order++, frame));
                }
            }
        } catch (IOException e) {
            // The link is well again.
        }
    }

    private void sendLate() {
        try {
            while (true) {
                tap.send(late.take().octets());
            }
        } catch (InterruptedException e) {
            closeTap();
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }

    private void closeTap() {
        try {
            tap.close();
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }

    @SuppressWarnings("ArrayRecordComponent") // Nobody compares frames by their octets.
    private record Frame(long dueNanos, long order, byte[] octets) implements Delayed {
        @Override
        public long getDelay(TimeUnit unit) {
            return unit.convert(dueNanos - System.nanoTime(), TimeUnit.NANOSECONDS);
        }

        @Override
        public int compareTo(Delayed other) {
            Frame frame = (Frame) other;
            int byTime = Long.compare(dueNanos, frame.dueNanos);
            return byTime != 0 ? byTime : Long.compare(order, frame.order);
        }
    }
}

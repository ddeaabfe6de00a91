package io.turnpike.node.route;

import static org.assertj.core.api.Assertions.assertThat;

import io.turnpike.node.route.Announcement.Decision;
import io.turnpike.node.route.Heartbeat.Fitness;
import java.time.Duration;
import org.junit.jupiter.api.Test;

class AnnouncementTest {
    private static final long BEGIN = Duration.ofHours(1).toNanos();

    private final Announcement announcement = new Announcement(false, BEGIN);

    private static long after(double seconds) {
        return BEGIN + (long) (seconds * 1e9);
    }

    private static Heartbeat beat(double seconds, Fitness fitness) {
        return new Heartbeat(after(seconds), fitness, fitness == Fitness.READY ? "" : "the registry");
    }

    @Test
    void shouldAnnounceANodeWhenItIsReadyAndNotBefore() {
        assertThat(announcement.decide(after(0), null, false).announced()).isFalse();
        assertThat(announcement.decide(after(1), beat(1, Fitness.STARTING), false))
                .isEqualTo(new Decision(false, "starting: the registry"));
        assertThat(announcement.decide(after(2), beat(2, Fitness.READY), false)).isEqualTo(new Decision(true, ""));
    }

    @Test
    void shouldWithdrawANodeAtOnceThatIsNoLongerReady() {
        announcement.decide(after(0), beat(0, Fitness.READY), false);
        assertThat(announcement.decide(after(1), beat(1, Fitness.UNREADY), false))
                .isEqualTo(new Decision(false, "not ready: the registry"));
        assertThat(announcement.decide(after(2), beat(2, Fitness.READY), false).announced())
                .isTrue();
    }

    @Test
    void shouldWithdrawANodeTenSecondsAfterTheLastSignOfLife() {
        Heartbeat last = beat(3, Fitness.READY);
        announcement.decide(after(3), last, false);
        assertThat(announcement.decide(after(12.9), last, false))
                .isEqualTo(new Decision(true, "its control process is gone"));
        assertThat(announcement.decide(after(13), last, false))
                .isEqualTo(new Decision(false, "its control process is gone"));
        assertThat(announcement
                        .decide(after(30), beat(30, Fitness.READY), false)
                        .announced())
                .isTrue();
    }

    @Test
    void shouldNotWithdrawAProcessThatIsBackInTime() {
        announcement.decide(after(0), beat(0, Fitness.READY), false);
        assertThat(announcement
                        .decide(after(5), beat(5, Fitness.STARTING), false)
                        .announced())
                .isTrue();
        assertThat(announcement
                        .decide(after(15), beat(15, Fitness.STARTING), false)
                        .announced())
                .isTrue();
        assertThat(announcement.decide(after(16), beat(16, Fitness.READY), false))
                .isEqualTo(new Decision(true, ""));
    }

    @Test
    void shouldWithdrawAProcessThatDoesNotGetReadyInTime() {
        announcement.decide(after(0), beat(0, Fitness.READY), false);
        assertThat(announcement
                        .decide(after(60), beat(60, Fitness.STARTING), false)
                        .announced())
                .isFalse();
    }

    @Test
    void shouldKeepADrainedNodeWithdrawnHoweverReadyItIs() {
        announcement.decide(after(0), beat(0, Fitness.READY), false);
        assertThat(announcement.decide(after(1), beat(1, Fitness.READY), true))
                .isEqualTo(new Decision(false, "drained"));
        assertThat(announcement.decide(after(2), beat(2, Fitness.READY), false).announced())
                .isTrue();
    }

    /** A watchdog that starts must not do harm to a node whose process is away for a moment. */
    @Test
    void shouldBeginWithWhatItsPredecessorAnnounced() {
        Announcement next = new Announcement(true, BEGIN);
        assertThat(next.decide(after(1), beat(-60, Fitness.READY), false).announced())
                .isTrue();
        assertThat(next.decide(after(10), beat(-60, Fitness.READY), false).announced())
                .isFalse();
    }
}

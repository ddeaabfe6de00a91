package io.turnpike.metering.registry;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.turnpike.flow.Resource;
import io.turnpike.metering.rules.World;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

class FollowedRegistryTest {
    private static final Duration FOR_EVER = Duration.ofMinutes(5);

    @Test
    void shouldKnowAllThatThereIsWhenItOpens() {
        try (FollowedRegistry registry = FollowedRegistry.open(FixedFeed.ofWorld())) {
            registry.use(index ->
                    assertThat(index.size()).isEqualTo(World.resources().size()));
        }
    }

    @Test
    void shouldWaitForAVersionThatIsOnItsWay() throws InterruptedException {
        FixedFeed feed = FixedFeed.empty("wait");
        try (FollowedRegistry registry = FollowedRegistry.open(feed)) {
            World.resources().forEach(feed::add);
            registry.await(World.NODE, FOR_EVER);
            registry.use(index -> assertThat(index.version()).isEqualTo(World.NODE));
        }
    }

    @Test
    void shouldNotWaitTwiceForAVersionThatDidNotCome() throws InterruptedException {
        try (FollowedRegistry registry = FollowedRegistry.open(FixedFeed.empty("lost"))) {
            registry.await(7, Duration.ofMillis(1));
            registry.await(7, FOR_EVER);
            registry.await(6, FOR_EVER);
        }
    }

    @Test
    void shouldSayWhenItIsNoLongerFollowed() {
        AtomicLong polls = new AtomicLong();
        ResourceFeed broken = () -> new ResourceReader() {
            @Override
            public List<Resource> readToEnd() {
                return List.of();
            }

            @Override
            public List<Resource> poll(Duration timeout) {
                polls.incrementAndGet();
                throw new IllegalStateException("gone");
            }

            @Override
            public void close() {}
        };
        try (FollowedRegistry registry = FollowedRegistry.open(broken)) {
            await().untilAsserted(() ->
                    assertThatThrownBy(() -> registry.use(index -> {})).hasRootCauseMessage("gone"));
        }
    }
}

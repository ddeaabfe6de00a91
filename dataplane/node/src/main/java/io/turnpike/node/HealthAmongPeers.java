package io.turnpike.node;

import io.turnpike.node.health.HealthExchange;
import io.turnpike.node.sync.Peer;
import io.turnpike.node.sync.PeerMessages;
import io.turnpike.node.sync.SessionSync;
import java.util.Set;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Carries results of health checks on the directors' own channel; a director without peers has nobody to tell. */
final class HealthAmongPeers implements HealthExchange {
    private volatile @Nullable SessionSync sync;
    private volatile Consumer<byte[]> receiver = message -> {};

    void over(SessionSync shared) {
        sync = shared;
        shared.listen(PeerMessages.HEALTH, (sender, message) -> {
            byte[] copy = new byte[message.remaining()];
            message.get(copy);
            receiver.accept(copy);
        });
    }

    @Override
    public void send(byte[] message) {
        SessionSync peers = sync;
        if (peers != null) {
            peers.say(PeerMessages.HEALTH, message);
        }
    }

    @Override
    public void receive(Consumer<byte[]> toBeTold) {
        receiver = toBeTold;
    }

    @Override
    public Set<Integer> living() {
        SessionSync peers = sync;
        return peers == null
                ? Set.of()
                : peers.peers().stream().map(Peer::number).collect(Collectors.toUnmodifiableSet());
    }
}

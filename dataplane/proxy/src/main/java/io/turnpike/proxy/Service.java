package io.turnpike.proxy;

import io.netty.channel.group.ChannelGroup;
import io.netty.channel.group.DefaultChannelGroup;
import io.netty.util.concurrent.GlobalEventExecutor;
import io.turnpike.flow.Application;
import io.turnpike.flow.Backend;
import java.net.InetAddress;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** A listener at one address. Connections outlive changes of it: each request goes by what holds when it comes. */
final class Service {
    private final ChannelGroup connections = new DefaultChannelGroup(GlobalEventExecutor.INSTANCE);
    private final int loops;
    private volatile State state;

    /**
     * What the registry says of the listener.
     *
     * @param localAddress that connections to its backends come from; null if the proxy has none of the family
     */
    record Settings(
            String slbId,
            Application application,
            List<Backend> backends,
            List<String> certificates,
            @Nullable InetAddress localAddress) {}

    /** Settings with the choice of backends of each event loop. */
    record State(Settings settings, List<WeightedRoundRobin> choices) {}

    Service(Settings settings, int loops) {
        this.loops = loops;
        this.state = state(settings);
    }

    private State state(Settings settings) {
        return new State(
                settings,
                Stream.generate(() -> new WeightedRoundRobin(settings.backends()))
                        .limit(loops)
                        .toList());
    }

    void change(Settings settings) {
        if (!settings.equals(state.settings)) {
            state = state(settings);
        }
    }

    State state() {
        return state;
    }

    /** Of clients. */
    ChannelGroup connections() {
        return connections;
    }
}

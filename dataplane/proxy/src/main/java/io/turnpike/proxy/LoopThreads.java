package io.turnpike.proxy;

import io.netty.util.concurrent.DefaultThreadFactory;
import io.turnpike.netns.NetworkNamespace;
import org.jspecify.annotations.Nullable;

/** Threads of event loops, each in a network namespace from its start, so that all their sockets live there. */
final class LoopThreads extends DefaultThreadFactory {
    private final @Nullable String networkNamespace;

    LoopThreads(@Nullable String networkNamespace) {
        super("proxy");
        // A thread of a loop that cannot enter would never run what waits for it, so try it here.
        new NetworkNamespace(networkNamespace).close();
        this.networkNamespace = networkNamespace;
    }

    @Override
    protected Thread newThread(Runnable loop, String name) {
        String path = networkNamespace;
        return super.newThread(
                path == null
                        ? loop
                        : () -> {
                            NetworkNamespace.enter(path);
                            loop.run();
                        },
                name);
    }
}

package io.turnpike.node.schedule;

import io.turnpike.flow.GroupMode;
import java.util.List;

/** Which servers of a group may be chosen, and with which weight. */
public final class Candidates {
    /** Of a server that stands alone, whatever its weight. */
    private static final int ALONE = 1000;

    private Candidates() {}

    /**
     * A server as it is now.
     *
     * @param index of it
     * @param identity see {@link Candidate}
     * @param weight 0 to 100
     * @param permille how much of its weight it takes: 0 if it is down
     */
    public record Server(int index, long identity, int weight, int permille) {}

    /** In the order of the servers, which is the same on every director. */
    public static List<Candidate> of(GroupMode mode, List<Server> servers) {
        return switch (mode) {
            case WEIGHTED ->
                servers.stream()
                        .filter(server -> server.weight() > 0 && server.permille() > 0)
                        .map(server ->
                                new Candidate(server.index(), server.identity(), server.weight() * server.permille()))
                        .toList();
            case MASTER_SLAVE ->
                servers.stream()
                        .filter(server -> server.permille() > 0)
                        .limit(1)
                        .map(server -> new Candidate(server.index(), server.identity(), ALONE))
                        .toList();
        };
    }
}

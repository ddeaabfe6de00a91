package io.turnpike.node.maps;

/** Counts down what the packet path counted up when it opened a session. */
public interface ConnectionCounts {
    /** Of a node that chooses no servers. */
    ConnectionCounts NONE = new ConnectionCounts() {
        @Override
        public void opened(int listener, int server) {
            // Nothing is counted.
        }

        @Override
        public void ended(int listener, int server) {
            // Nothing was counted.
        }

        @Override
        public int recount(SessionTable table) {
            return 0;
        }
    };

    /** A session came from elsewhere that counts for the state and the server. */
    void opened(int listener, int server);

    /**
     * A session is over.
     *
     * @param listener index of the state that it counted for
     * @param server index of its server
     */
    void ended(int listener, int server);

    /**
     * Makes the counts those of the sessions that count, as an earlier process may have been killed while it ended some.
     * Sessions may be opened meanwhile, and none be ended.
     *
     * @return how many counts were wrong
     */
    int recount(SessionTable table);

    /** Of a director. */
    static ConnectionCounts of(ListenerStates states, ServerTable servers) {
        return new ConnectionCounts() {
            @Override
            public void opened(int listener, int server) {
                count(listener, server, 1);
            }

            @Override
            public void ended(int listener, int server) {
                count(listener, server, -1);
            }

            private void count(int listener, int server, int more) {
                servers.addConnections(server, more);
                states.addConnections(listener, more);
                states.addConnections(states.instance(listener), more);
            }

            @Override
            public int recount(SessionTable table) {
                return new ConnectionRecount(table, states, servers).run();
            }
        };
    }
}

package io.turnpike.node.maps;

import io.turnpike.node.ffi.BpfObject;

/** Where the listeners and servers of an earlier version's maps are in those of this one. */
public interface CarriedPlaces {
    /** Of a node that chooses no servers. */
    CarriedPlaces NONE = new CarriedPlaces() {
        @Override
        public int listener(int index) {
            return 0;
        }

        @Override
        public int server(int index) {
            return 0;
        }

        @Override
        public void count(int listener, int server) {}
    };

    /** Index of the listener's state here; 0 if there is no such listener any more. */
    int listener(int index);

    /** Index of the server here; 0 if there is no such server any more. */
    int server(int index);

    /** A session that is open counts for both. */
    void count(int listener, int server);

    /** Of a director: {@code before} has the older maps' content, and the registry was applied to {@code now}. */
    static CarriedPlaces of(BpfObject before, BpfObject now) {
        ListenerStates oldListeners = new ListenerStates(before.map("listener_states"));
        ServerTable oldServers = new ServerTable(before.map("servers"));
        ListenerStates listeners = new ListenerStates(now.map("listener_states"));
        ServerTable servers = new ServerTable(now.map("servers"));
        return new CarriedPlaces() {
            @Override
            public int listener(int index) {
                return index == 0 ? 0 : listeners.find(oldListeners.key(index)).orElse(0);
            }

            @Override
            public int server(int index) {
                ServerTable.Key key = oldServers.key(index);
                int listener = listener(key.listener());
                return listener == 0
                        ? 0
                        : servers.find(new ServerTable.Key(listener, key.endpoint()))
                                .orElse(0);
            }

            @Override
            public void count(int listener, int server) {
                servers.addConnections(server, 1);
                listeners.addConnections(listener, 1);
                listeners.addConnections(listeners.instance(listener), 1);
            }
        };
    }
}

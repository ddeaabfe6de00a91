package io.turnpike.billing.registry;

import io.turnpike.flow.GroupMode;
import java.util.List;

/** Servers of an SLB under a name of their own, for one or several of its listeners. */
public record GroupSpec(String id, Kind kind, List<BackendSpec> servers) {
    /** As SLB users know them. */
    public enum Kind {
        VSERVER(GroupMode.WEIGHTED),
        MASTER_SLAVE(GroupMode.MASTER_SLAVE);

        private final GroupMode mode;

        Kind(GroupMode mode) {
            this.mode = mode;
        }

        GroupMode mode() {
            return mode;
        }
    }

    public GroupSpec {
        servers = List.copyOf(servers);
    }
}

package io.turnpike.node.session;

import io.turnpike.flow.ObservationPoint;
import io.turnpike.node.health.ServerSessions.Group;
import io.turnpike.node.maps.SessionTable;
import java.util.Optional;

/** By which server a session is told from others. */
final class SessionGroups {
    private SessionGroups() {}

    /** Empty if a director did not choose a server for it. */
    static Optional<Group> of(SessionTable table, int slot) {
        if (table.observation(slot) != ObservationPoint.SLB_FRONT.code() || table.isDirectlyRouted(slot)) {
            return Optional.empty();
        }
        return Optional.of(new Group(
                table.resource(slot),
                table.protocol(slot),
                table.destination(slot).port(),
                table.postNatDestination(slot)));
    }
}

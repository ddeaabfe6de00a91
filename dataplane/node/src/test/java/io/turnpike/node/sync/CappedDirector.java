package io.turnpike.node.sync;

import io.turnpike.flow.Direction;
import io.turnpike.flow.DropReason;
import io.turnpike.flow.ObservationPoint;
import io.turnpike.node.ffi.BpfObject;
import io.turnpike.node.lease.LimitKeeper;
import io.turnpike.node.maps.Cells;
import io.turnpike.node.maps.LimitTable;
import io.turnpike.node.maps.ListenerCapTable;
import io.turnpike.node.queue.LimitQueues;
import io.turnpike.node.role.NodeInterface;
import io.turnpike.node.role.Role.Hook;
import java.io.IOException;
import java.util.List;
import java.util.Map;

/** A director that shares the cap of a load balancer with others. */
final class CappedDirector implements AutoCloseable {
    private final SyncedDirector director;
    private final LimitKeeper keeper;
    private final LimitQueues queues;
    private final Cells cells;

    CappedDirector(Host host, int number, byte[] key, List<String> members) throws IOException {
        director = new SyncedDirector(host, number, key, Hook.TC, this::listeners);
        BpfObject object = director.object();
        queues = new LimitQueues(host.path(), NodeInterface.parse(SyncedDirector.INTERFACES));
        keeper = new LimitKeeper(
                number,
                "director" + number,
                new LimitTable(object.map("limits"), object.map("token_buckets")),
                new ListenerCapTable(object),
                queues);
        cells = new Cells(object.map("interface_cells"), object.map("resource_cells"), object.map("reported_cells"));
        keeper.over(director.sync());
        keeper.members(members);
        keeper.start();
    }

    private void listeners(Map<ListenerCapTable.Key, Long> bitsPerSecond) {
        keeper.listeners(bitsPerSecond);
    }

    SyncedDirector director() {
        return director;
    }

    void cap(int resource, long bitsPerSecond) {
        keeper.resources(Map.of(new LimitTable.Key(resource, Direction.OUT), bitsPerSecond));
    }

    void uncap() {
        keeper.resources(Map.of());
    }

    /** What left the load balancer: counted and charged, or dropped by its limit. */
    Cells.Amount out(int resource, DropReason reason) {
        Cells.Amount sum = Cells.Amount.ZERO;
        for (Map.Entry<Cells.Key, Cells.Amount> cell :
                Cells.whateverPassed(cells.resources()).entrySet()) {
            Cells.Key key = cell.getKey();
            if (key.resource() == resource
                    && key.observation() == ObservationPoint.SLB_FRONT.code()
                    && key.direction() == Direction.OUT.code()
                    && key.reason() == reason.code()) {
                sum = new Cells.Amount(
                        sum.octets() + cell.getValue().octets(),
                        sum.packets() + cell.getValue().packets());
            }
        }
        return sum;
    }

    String metrics() {
        return keeper.metrics();
    }

    long droppedByQueues() {
        return queues.dropped().values().stream().mapToLong(Long::longValue).sum();
    }

    @Override
    public void close() {
        keeper.close();
        director.close();
    }
}

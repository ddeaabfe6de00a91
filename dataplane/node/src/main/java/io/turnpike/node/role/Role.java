package io.turnpike.node.role;

import io.turnpike.node.ffi.BpfLink;
import io.turnpike.node.ffi.BpfObject;
import io.turnpike.registry.Registry;
import java.util.List;

/** One of the things a node can be. */
public sealed interface Role permits DirectorRole, BorderRole, NicRole, ProxyRole {
    /** Resource name of the compiled object. */
    String objectName();

    /** What to attach, per hook. */
    List<Attachment> attachments(Hook hook);

    /** Writes the registry into the maps; what is already so is left alone. */
    void apply(Registry registry);

    /** Binds the role to its loaded object; called once, before {@link #apply}. */
    void open(BpfObject object, InterfaceIndexes indexes);

    /** Kind of entry point. */
    enum Hook {
        TC,
        XDP
    }

    /** A program on an interface. */
    record Attachment(String program, NodeInterface nodeInterface, boolean peerEnd, BpfLink.Point point) {}

    /** Resolves interface indexes in the right namespace. */
    interface InterfaceIndexes {
        /** The index of the interface, or of the other end of its pair, where XDP sees what tc sees on egress. */
        int index(NodeInterface nodeInterface, boolean peerEnd);
    }
}

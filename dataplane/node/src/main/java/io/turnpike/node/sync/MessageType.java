package io.turnpike.node.sync;

/** Kinds of datagrams. The order is the wire's. */
enum MessageType {
    /** Who I am, whom I hear, how far I know of whom. */
    HELLO,
    /** All changes of the sender's slots in a range of its versions. */
    CHANGES,
    /** Please again: a range of versions. */
    REPAIR,
    /** Please tell: an owner's slots from here on. */
    SLOTS_REQUEST,
    /** What is in a range of an owner's slots. */
    SLOTS,
    /** Packets that were forwarded for others' sessions. */
    TOUCHES,
    /** Something of another part of the node. */
    APPLICATION;

    private static final MessageType[] ALL = values();

    static MessageType of(int code) {
        if (code < 0 || code >= ALL.length) {
            throw new IllegalArgumentException("message type " + code);
        }
        return ALL[code];
    }
}

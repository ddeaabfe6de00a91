package io.turnpike.node.sync;

/** Kinds of datagrams, with their codes on the wire. */
enum MessageType {
    /** Who I am, whom I hear, how far I know of whom. */
    HELLO(1),
    /** All changes of the sender's slots in a range of its versions. */
    CHANGES(2),
    /** Please again: a range of versions. */
    REPAIR(3),
    /** Please tell: an owner's slots from here on. */
    SLOTS_REQUEST(4),
    /** What is in a range of an owner's slots. */
    SLOTS(5),
    /** Packets that were forwarded for others' sessions. */
    TOUCHES(6),
    /** Something of another part of the node. */
    APPLICATION(7);

    private static final MessageType[] ALL = values();

    private final int code;

    MessageType(int code) {
        this.code = code;
    }

    int code() {
        return code;
    }

    static MessageType of(int code) {
        for (MessageType type : ALL) {
            if (type.code == code) {
                return type;
            }
        }
        throw new IllegalArgumentException("message type " + code);
    }
}

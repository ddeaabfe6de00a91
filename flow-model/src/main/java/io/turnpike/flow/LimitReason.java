package io.turnpike.flow;

/** Why a limit is what it is. */
public enum LimitReason implements Coded {
    /** No limit. */
    NONE(0),
    /** The bandwidth cap that the resource was configured with. */
    CAP(1),
    /** Its quota of the month is used up. */
    QUOTA(2),
    /** A person set it. */
    MANUAL(3);

    private final int code;

    LimitReason(int code) {
        this.code = code;
    }

    @Override
    public int code() {
        return code;
    }
}

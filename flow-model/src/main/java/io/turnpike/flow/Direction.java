package io.turnpike.flow;

/** Direction at a resource's public face, decided by the interface side, never by who opened the session. */
public enum Direction implements Coded {
    /** Leaves by the public face. */
    OUT(0),
    /** Enters by the public face. */
    IN(1);

    private final int code;

    Direction(int code) {
        this.code = code;
    }

    @Override
    public int code() {
        return code;
    }
}

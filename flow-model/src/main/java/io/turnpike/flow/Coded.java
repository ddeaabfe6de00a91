package io.turnpike.flow;

/** A constant with a stable number on the wire and in the packet path. */
public interface Coded {
    int code();

    /**
     * The constant of {@code type} that has the code.
     *
     * @throws IllegalArgumentException if there is none
     */
    static <E extends Enum<E> & Coded> E of(Class<E> type, long code) {
        for (E constant : type.getEnumConstants()) {
            if (constant.code() == code) {
                return constant;
            }
        }
        throw new IllegalArgumentException("no " + type.getSimpleName() + " has the code " + code);
    }
}

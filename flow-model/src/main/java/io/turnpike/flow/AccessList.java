package io.turnpike.flow;

import java.util.List;

/**
 * Which clients may open sessions.
 *
 * @param prefixes at most {@value #MOST_PREFIXES}; a client is on the list if any of them has its address
 */
public record AccessList(Action action, List<IpPrefix> prefixes) {
    public static final int MOST_PREFIXES = 300;

    /** Every client may. */
    public static final AccessList OPEN = new AccessList(Action.OPEN, List.of());

    /** What becomes of a client. */
    public enum Action implements Coded {
        /** There is no list. */
        OPEN(0),
        /** Who is on the list may, all others may not. */
        ALLOW(1),
        /** Who is on the list may not, all others may. */
        DENY(2);

        private final int code;

        Action(int code) {
            this.code = code;
        }

        @Override
        public int code() {
            return code;
        }
    }

    public AccessList {
        if (prefixes.size() > MOST_PREFIXES) {
            throw new IllegalArgumentException(
                    "an access list of " + prefixes.size() + " prefixes, at most " + MOST_PREFIXES);
        }
        if ((action == Action.OPEN) != prefixes.isEmpty()) {
            throw new IllegalArgumentException("the action " + action + " with " + prefixes.size() + " prefixes");
        }
        prefixes = List.copyOf(prefixes);
    }
}

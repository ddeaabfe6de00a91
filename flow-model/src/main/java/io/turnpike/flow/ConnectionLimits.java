package io.turnpike.flow;

/**
 * How many sessions a listener or a load balancer takes. What is over a limit is dropped, and counted with its reason.
 *
 * @param maxConnections open at a time; 0 for no limit
 * @param newConnectionsPerSecond opened in a second; 0 for no limit
 */
public record ConnectionLimits(int maxConnections, int newConnectionsPerSecond) {
    public static final int MOST = 1_000_000_000;
    public static final ConnectionLimits NONE = new ConnectionLimits(0, 0);

    public ConnectionLimits {
        require("maxConnections", maxConnections);
        require("newConnectionsPerSecond", newConnectionsPerSecond);
    }

    private static void require(String name, int value) {
        if (value < 0 || value > MOST) {
            throw new IllegalArgumentException(name + " " + value + " is not in 0.." + MOST);
        }
    }
}

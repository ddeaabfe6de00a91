package io.turnpike.flow;

/**
 * A server behind a listener.
 *
 * @param resourceId the ECS
 * @param endpoint its private address and the port it serves on
 * @param weight 0 to 100; 0 takes no new sessions
 */
public record Backend(String resourceId, Endpoint endpoint, int weight) {
    public Backend {
        if (weight < 0 || weight > 100) {
            throw new IllegalArgumentException("weight " + weight + " is not in 0..100");
        }
    }
}

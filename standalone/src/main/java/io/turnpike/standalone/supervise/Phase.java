package io.turnpike.standalone.supervise;

/** Where a part is in its life. */
public enum Phase {
    /** Its dependencies are not ready yet. */
    WAITING,
    /** It starts when somebody wants it. */
    STANDBY,
    STARTING,
    UP,
    /** Its process runs, its probe says no. */
    UNHEALTHY,
    /** It died; it is started again after a while. */
    RESTARTING,
    STOPPING,
    STOPPED,
    /** It died too often before it was ready once; nobody starts it again. */
    FAILED
}

package io.turnpike.replay.flow;

/** Is told what happens to flows. */
public interface FlowObserver {
    /** Packets of the flow were counted. */
    default void counted(Flow flow) {}

    /** Nothing more will be counted of the flow. */
    void ended(Flow flow);
}

package io.turnpike.billing.usage;

import com.fasterxml.jackson.annotation.JsonProperty;

/** How much a figure may still change. */
public enum UsageState {
    /** Nodes have not reported the whole minute yet. */
    @JsonProperty("open")
    OPEN,
    /** All nodes have reported it; stragglers are still let in. */
    @JsonProperty("provisional")
    PROVISIONAL,
    /** What comes now comes as a late delta. */
    @JsonProperty("final")
    FINAL
}

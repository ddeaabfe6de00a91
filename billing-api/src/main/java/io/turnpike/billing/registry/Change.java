package io.turnpike.billing.registry;

import com.fasterxml.jackson.annotation.JsonProperty;

/** What a declaration did to a thing that it names. */
public enum Change {
    @JsonProperty("created")
    CREATED,
    @JsonProperty("updated")
    UPDATED,
    @JsonProperty("unchanged")
    UNCHANGED;

    static Change of(boolean existed, boolean equal) {
        return !existed ? CREATED : equal ? UNCHANGED : UPDATED;
    }
}

package io.turnpike.metering.registry;

import java.io.Serializable;

/** Where the values of the registry come from. */
public interface ResourceFeed extends Serializable {
    ResourceReader open();
}

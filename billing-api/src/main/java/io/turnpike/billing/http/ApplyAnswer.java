package io.turnpike.billing.http;

import io.turnpike.billing.registry.ApplyResult;
import io.turnpike.billing.registry.Violation;
import java.util.List;

/**
 * What an apply did.
 *
 * @param dryRun whether this is only what it would do
 * @param warnings what is done as declared, and may not be what is wanted; with pointers into the declaration
 */
record ApplyAnswer(List<ApplyResult.Item> changed, long registryVersion, boolean dryRun, List<Violation> warnings) {}

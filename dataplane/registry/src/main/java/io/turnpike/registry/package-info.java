/** The registry as the data plane follows it: compacted topics, read to the end and then on. */
@NullMarked
package io.turnpike.registry;

import org.jspecify.annotations.NullMarked;

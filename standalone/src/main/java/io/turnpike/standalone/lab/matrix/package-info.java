/** Tries every way between every ECS and the rest of the world, and holds the ledger against captures. */
@NullMarked
package io.turnpike.standalone.lab.matrix;

import org.jspecify.annotations.NullMarked;

@NullMarked
package io.turnpike.bench.l4;

import org.jspecify.annotations.NullMarked;

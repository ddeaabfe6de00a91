/** {@code bench l4}: the speed of a director, beside that of its peers, in network namespaces of its own. */
@NullMarked
package io.turnpike.bench.l4;

import org.jspecify.annotations.NullMarked;

/** The maps of the packet path as Java sees them: layouts of {@code flow_abi.h}, and typed access. */
@NullMarked
package io.turnpike.node.maps;

import org.jspecify.annotations.NullMarked;

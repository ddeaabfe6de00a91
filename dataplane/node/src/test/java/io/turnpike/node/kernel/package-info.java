/** What tests of the packet path in the kernel share. */
@NullMarked
package io.turnpike.node.kernel;

import org.jspecify.annotations.NullMarked;

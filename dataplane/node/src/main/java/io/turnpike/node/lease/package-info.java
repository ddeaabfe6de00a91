/** Shares of caps that belong to several nodes: who may use how much of them, and until when. */
@NullMarked
package io.turnpike.node.lease;

import org.jspecify.annotations.NullMarked;

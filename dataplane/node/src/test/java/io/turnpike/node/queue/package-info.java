@NullMarked
package io.turnpike.node.queue;

import org.jspecify.annotations.NullMarked;

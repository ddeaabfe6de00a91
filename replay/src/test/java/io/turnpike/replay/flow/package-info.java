@NullMarked
package io.turnpike.replay.flow;

import org.jspecify.annotations.NullMarked;

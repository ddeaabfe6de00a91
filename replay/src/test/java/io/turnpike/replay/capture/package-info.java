@NullMarked
package io.turnpike.replay.capture;

import org.jspecify.annotations.NullMarked;

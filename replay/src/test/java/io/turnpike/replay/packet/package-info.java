@NullMarked
package io.turnpike.replay.packet;

import org.jspecify.annotations.NullMarked;

@NullMarked
package io.turnpike.replay.feed;

import org.jspecify.annotations.NullMarked;

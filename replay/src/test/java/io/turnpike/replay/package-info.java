@NullMarked
package io.turnpike.replay;

import org.jspecify.annotations.NullMarked;

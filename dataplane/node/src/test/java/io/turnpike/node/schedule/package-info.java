@NullMarked
package io.turnpike.node.schedule;

import org.jspecify.annotations.NullMarked;

/** Which servers can take new sessions: probes, what nodes tell each other of them, slow start and drain. */
@NullMarked
package io.turnpike.node.health;

import org.jspecify.annotations.NullMarked;

/** Holds private keys and signs with them; nothing else ever sees them. */
@NullMarked
package io.turnpike.keyserver;

import org.jspecify.annotations.NullMarked;

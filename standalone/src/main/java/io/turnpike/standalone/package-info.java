/** The whole of Turnpike on one machine, composed of parts; nothing here knows how a part does its work. */
@NullMarked
package io.turnpike.standalone;

import org.jspecify.annotations.NullMarked;

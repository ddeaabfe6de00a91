@NullMarked
package io.turnpike.standalone.postgres;

import org.jspecify.annotations.NullMarked;

@NullMarked
package io.turnpike.standalone.cache;

import org.jspecify.annotations.NullMarked;

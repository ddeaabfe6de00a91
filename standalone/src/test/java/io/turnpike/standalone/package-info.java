@NullMarked
package io.turnpike.standalone;

import org.jspecify.annotations.NullMarked;

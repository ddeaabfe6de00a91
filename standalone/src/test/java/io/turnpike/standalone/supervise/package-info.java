@NullMarked
package io.turnpike.standalone.supervise;

import org.jspecify.annotations.NullMarked;

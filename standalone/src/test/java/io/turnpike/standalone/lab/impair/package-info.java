@NullMarked
package io.turnpike.standalone.lab.impair;

import org.jspecify.annotations.NullMarked;

@NullMarked
package io.turnpike.cli;

import org.jspecify.annotations.NullMarked;

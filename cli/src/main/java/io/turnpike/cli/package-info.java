/** The command line client of the API: asks, shows tables or JSON, and tells errors by file and line. */
@NullMarked
package io.turnpike.cli;

import org.jspecify.annotations.NullMarked;

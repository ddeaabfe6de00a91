/** The command: what a capture holds as flows, printed, or fed to the metering job as a node would. */
@NullMarked
package io.turnpike.replay;

import org.jspecify.annotations.NullMarked;

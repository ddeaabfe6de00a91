/**
 * Runs parts as child processes: starts them in the order of their dependencies, probes them, restarts the one that
 * dies, stops all of them, and leaves on disk what the next run needs to clean up after a supervisor that was killed.
 * Knows nothing of what the parts are.
 */
@NullMarked
package io.turnpike.standalone.supervise;

import org.jspecify.annotations.NullMarked;

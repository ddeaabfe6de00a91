/** Whether other nodes and routers send traffic here: readiness, and the watchdog that announces and withdraws routes. */
@NullMarked
package io.turnpike.node.route;

import org.jspecify.annotations.NullMarked;

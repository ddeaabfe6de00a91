/**
 * The L7 proxy: HTTP listeners of load balancers, and connections to their backends.
 *
 * <p>Futures of writes and closes are not looked at: what fails ends the channel, and its handler is told of that.
 */
@NullMarked
package io.turnpike.proxy;

import org.jspecify.annotations.NullMarked;

/** The L7 proxy: HTTP listeners of load balancers, and connections to their backends. */
@NullMarked
package io.turnpike.proxy;

import org.jspecify.annotations.NullMarked;

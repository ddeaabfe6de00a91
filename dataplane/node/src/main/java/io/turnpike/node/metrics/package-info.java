/** What a load balancer's users watch: its figures under the names that CloudMonitor has for them, for Prometheus. */
@NullMarked
package io.turnpike.node.metrics;

import org.jspecify.annotations.NullMarked;

/** Kafka as a child process: one broker that is its own controller (KRaft). */
@NullMarked
package io.turnpike.standalone.kafka;

import org.jspecify.annotations.NullMarked;

/** Kafka as child processes: one broker or several, which are their own controllers (KRaft). */
@NullMarked
package io.turnpike.standalone.kafka;

import org.jspecify.annotations.NullMarked;

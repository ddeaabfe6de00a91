/** The metering job on a Flink cluster of processes of its own: a JobManager and TaskManagers. */
@NullMarked
package io.turnpike.standalone.flink;

import org.jspecify.annotations.NullMarked;

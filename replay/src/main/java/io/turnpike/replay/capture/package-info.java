/** Capture files, pcap and pcapng, as a stream of packets. Constant memory, whatever the file says. JDK only. */
@NullMarked
package io.turnpike.replay.capture;

import org.jspecify.annotations.NullMarked;

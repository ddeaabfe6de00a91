/** What a captured frame is: link layer, IPv4 and IPv6 headers. Pure functions of its octets. */
@NullMarked
package io.turnpike.replay.packet;

import org.jspecify.annotations.NullMarked;

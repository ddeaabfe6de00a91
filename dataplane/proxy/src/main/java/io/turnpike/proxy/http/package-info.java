/** HTTP on the wire, read strictly; both ends speak of messages as HTTP/1.1 has them. */
@NullMarked
package io.turnpike.proxy.http;

import org.jspecify.annotations.NullMarked;

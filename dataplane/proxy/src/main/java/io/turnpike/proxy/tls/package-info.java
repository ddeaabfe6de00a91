/** TLS for clients of HTTPS listeners, with private keys that only the key servers have. */
@NullMarked
package io.turnpike.proxy.tls;

import org.jspecify.annotations.NullMarked;

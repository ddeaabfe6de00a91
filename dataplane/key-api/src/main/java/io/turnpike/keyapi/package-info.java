/** What proxies and key servers say to each other: the contract of {@code key_service.proto}, and its client. */
@NullMarked
package io.turnpike.keyapi;

import org.jspecify.annotations.NullMarked;

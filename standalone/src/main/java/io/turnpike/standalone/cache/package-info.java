/** Engines that come as archives: unpacked once per user, outside of any work tree and data directory. */
@NullMarked
package io.turnpike.standalone.cache;

import org.jspecify.annotations.NullMarked;

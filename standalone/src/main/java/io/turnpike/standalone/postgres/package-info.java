/** PostgreSQL as a supervised process: the real server, unpacked from a Maven artifact. */
@NullMarked
package io.turnpike.standalone.postgres;

import org.jspecify.annotations.NullMarked;

/**
 * The ClickHouse engine as a child process: the real one, as the shared library of an npm package, called by a small
 * JVM of its own. It never runs in the supervisor's process, since the library ends the process it lives in.
 */
@NullMarked
package io.turnpike.standalone.clickhouse;

import org.jspecify.annotations.NullMarked;

/** Which server of a listener gets how many of its new sessions, and which of them: pure, laid out as rows of choices. */
@NullMarked
package io.turnpike.node.schedule;

import org.jspecify.annotations.NullMarked;

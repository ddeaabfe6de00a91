/** Threads that live in another network namespace than their process. */
@NullMarked
package io.turnpike.netns;

import org.jspecify.annotations.NullMarked;

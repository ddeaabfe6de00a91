/** Threads that live in another network namespace than their process, and interfaces whose cable ends in a process. */
@NullMarked
package io.turnpike.netns;

import org.jspecify.annotations.NullMarked;

/** Links of the lab made worse on purpose: frames are lost, late, or out of order. */
@NullMarked
package io.turnpike.standalone.lab.impair;

import org.jspecify.annotations.NullMarked;

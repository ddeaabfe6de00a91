/** What passes right now: the nodes' cells of the last minutes, second by second. Nothing is billed from it. */
@NullMarked
package io.turnpike.billing.live;

import org.jspecify.annotations.NullMarked;

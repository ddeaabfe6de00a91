/** From the maps of one version of the packet path to those of the next, while packets flow. */
@NullMarked
package io.turnpike.node.upgrade;

import org.jspecify.annotations.NullMarked;

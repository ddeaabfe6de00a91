@NullMarked
package io.turnpike.billing.registry;

import org.jspecify.annotations.NullMarked;

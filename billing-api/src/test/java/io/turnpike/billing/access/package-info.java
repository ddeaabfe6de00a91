@NullMarked
package io.turnpike.billing.access;

import org.jspecify.annotations.NullMarked;

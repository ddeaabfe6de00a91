@NullMarked
package io.turnpike.billing.http;

import org.jspecify.annotations.NullMarked;

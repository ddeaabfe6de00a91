@NullMarked
package io.turnpike.billing.tariff;

import org.jspecify.annotations.NullMarked;

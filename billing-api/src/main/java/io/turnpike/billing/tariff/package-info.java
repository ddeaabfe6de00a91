/** What an octet costs at a given minute: plans, their versions and who subscribed to them. Pure; JDK and flow model only. */
@NullMarked
package io.turnpike.billing.tariff;

import org.jspecify.annotations.NullMarked;

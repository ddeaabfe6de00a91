/**
 * The wire contract between the nodes, the metering job and the billing API: flow batches, registry values, and the
 * codecs of both. JDK only. The names are those of IPFIX (RFC 7011, RFC 5102) and RFC 5103 where they have one.
 */
@NullMarked
package io.turnpike.flow;

import org.jspecify.annotations.NullMarked;

package io.turnpike.metering.operators;

/**
 * What the audit of a node has to know.
 *
 * @param batch on the wire, without records and cells; empty if it is only that the registry has the node
 * @param taken whether all batches of its process before it had come
 */
@SuppressWarnings("ArrayRecordComponent") // Written and read, never compared.
public record AuditItem(String node, byte[] batch, boolean taken) {
    static AuditItem expected(String node) {
        return new AuditItem(node, new byte[0], false);
    }

    boolean isExpectation() {
        return batch.length == 0;
    }
}

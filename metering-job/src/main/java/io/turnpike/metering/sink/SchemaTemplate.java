package io.turnpike.metering.sink;

/**
 * What differs between the schema of one server and that of a cluster: each server of a cluster keeps a replica, at the
 * path that its configuration gives by default. Shards are not for us: a reader would see one of them only.
 *
 * @param cluster its name; empty for one server
 */
record SchemaTemplate(String cluster) {
    SchemaTemplate {
        if (!cluster.matches("[A-Za-z0-9_.{}-]*")) {
            throw new IllegalArgumentException("TURNPIKE_CLICKHOUSE_CLUSTER is no cluster's name: " + cluster);
        }
    }

    String fill(String statement) {
        boolean clustered = !cluster.isEmpty();
        return statement
                .replace(" ${on_cluster}", clustered ? " ON CLUSTER '" + cluster + "'" : "")
                .replace("${replicated}", clustered ? "Replicated" : "")
                .replace(
                        "${deduplication_window}",
                        clustered ? "replicated_deduplication_window" : "non_replicated_deduplication_window");
    }
}

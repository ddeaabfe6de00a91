package io.turnpike.metering.sink;

import com.clickhouse.client.api.Client;
import com.clickhouse.client.api.insert.InsertResponse;
import com.clickhouse.client.api.insert.InsertSettings;
import com.clickhouse.data.ClickHouseFormat;
import java.io.ByteArrayInputStream;
import java.time.Duration;
import java.util.Collection;
import java.util.concurrent.ExecutionException;
import org.apache.flink.api.connector.sink2.Committer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Inserts the blocks of a complete checkpoint. While the store is away it tries again and holds everything behind it
 * up: the job stands still, and nothing is lost. What was inserted before a crash is inserted again after it, under the
 * same token and with the same row versions.
 */
final class RowBlockCommitter implements Committer<RowBlock> {
    private static final Logger LOG = LoggerFactory.getLogger(RowBlockCommitter.class);
    private static final Duration LONGEST_PAUSE = Duration.ofSeconds(5);

    private final Client client;
    private final Duration firstPause;

    RowBlockCommitter(Client client, Duration firstPause) {
        this.client = client;
        this.firstPause = firstPause;
    }

    @Override
    public void commit(Collection<CommitRequest<RowBlock>> requests) throws InterruptedException {
        for (CommitRequest<RowBlock> request : requests) {
            insertUntilDone(request.getCommittable());
        }
    }

    private void insertUntilDone(RowBlock block) throws InterruptedException {
        Duration pause = firstPause;
        while (!insert(block)) {
            Thread.sleep(pause.toMillis());
            pause = pause.multipliedBy(2);
            pause = pause.compareTo(LONGEST_PAUSE) > 0 ? LONGEST_PAUSE : pause;
        }
    }

    private boolean insert(RowBlock block) throws InterruptedException {
        InsertSettings settings = new InsertSettings()
                .setDeduplicationToken(block.token())
                .serverSetting("insert_deduplicate", "1")
                .serverSetting("async_insert", "0");
        try (InsertResponse response = client.insert(
                        block.table().tableName(),
                        block.table().columns(),
                        new ByteArrayInputStream(block.bytes()),
                        ClickHouseFormat.RowBinary,
                        settings)
                .get()) {
            LOG.debug("{} rows to {}", response.getWrittenRows(), block.table());
            return true;
        } catch (ExecutionException | RuntimeException e) {
            LOG.warn("{} octets for {} are waiting: {}", block.bytes().length, block.table(), e.toString());
            return false;
        }
    }

    @Override
    public void close() {
        client.close();
    }
}

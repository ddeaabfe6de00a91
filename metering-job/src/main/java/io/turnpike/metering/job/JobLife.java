package io.turnpike.metering.job;

import io.turnpike.metering.job.HealthServer.Health;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.apache.flink.api.common.JobStatus;
import org.apache.flink.core.execution.JobClient;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The job of this process from its start to its stop. */
final class JobLife {
    private static final Logger LOG = LoggerFactory.getLogger(JobLife.class);
    private static final long RETRY_MILLIS = 1_000;
    private static final long STOP_SECONDS = 20;

    private final CountDownLatch stopping = new CountDownLatch(1);
    private volatile @Nullable JobClient client;
    private volatile String detail = "starting";

    /** A step that needs another part of the system, which may still be starting. */
    interface Step {
        void run() throws Exception;
    }

    /** Tries until it works, or until the process is told to stop. */
    void await(String what, Step step) throws InterruptedException {
        while (!isStopping()) {
            try {
                step.run();
                return;
            } catch (InterruptedException e) {
                throw e;
            } catch (Exception e) {
                detail = "waiting for " + what + ": " + e.getMessage();
                LOG.warn("{}", detail);
                stopping.await(RETRY_MILLIS, TimeUnit.MILLISECONDS);
            }
        }
    }

    /** Starts the job and returns when it has ended. */
    void run(Callable<JobClient> start) throws Exception {
        if (isStopping()) {
            return;
        }
        JobClient started = start.call();
        client = started;
        try {
            started.getJobExecutionResult().get();
        } catch (ExecutionException e) {
            if (!isStopping()) {
                throw e;
            }
        }
    }

    private boolean isStopping() {
        return stopping.getCount() == 0;
    }

    /** Ends the job. What it has not written down yet it reads again when it comes back. */
    void stop() {
        stopping.countDown();
        JobClient running = client;
        if (running == null) {
            return;
        }
        try {
            running.cancel().get(STOP_SECONDS, TimeUnit.SECONDS);
            LOG.info("Stopped");
        } catch (ExecutionException | TimeoutException e) {
            LOG.warn("The job did not stop in time: {}", e.toString());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    Health health() {
        JobClient running = client;
        if (running == null) {
            return new Health(false, detail);
        }
        try {
            JobStatus status = running.getJobStatus().get(2, TimeUnit.SECONDS);
            return new Health(status == JobStatus.RUNNING, "job " + status);
        } catch (ExecutionException | TimeoutException | IllegalStateException e) {
            return new Health(false, "job unknown: " + e.getMessage());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return new Health(false, "interrupted");
        }
    }
}

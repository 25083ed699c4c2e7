package org.phrkit.client;

import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.time.Duration;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;

/**
 * What arrives, as long as it arrives: a store that stops in the middle of an answer, or lets it trickle, is not waited for
 * for ever. For one thread at a time.
 */
final class SteadyStream extends FilterInputStream {
    private static final int LEAST_BYTES_PER_SECOND = 256;
    private static final ScheduledThreadPoolExecutor ALARMS = alarms();

    private final long patienceNanos;
    private long waitedNanos;
    private long sizeBytes;
    private volatile boolean isLate;

    /** @param patience how long no byte may come, and how long less than 256 in a second */
    SteadyStream(InputStream in, Duration patience) {
        super(in);
        this.patienceNanos = patience.toNanos();
    }

    private static ScheduledThreadPoolExecutor alarms() {
        ScheduledThreadPoolExecutor alarms = new ScheduledThreadPoolExecutor(1, run -> {
            Thread thread = new Thread(run, "phr-client-alarms");
            thread.setDaemon(true);
            return thread;
        });
        alarms.setRemoveOnCancelPolicy(true);
        return alarms;
    }

    @Override
    public int read() throws IOException {
        byte[] one = new byte[1];
        int read = read(one, 0, 1);
        return read < 0 ? read : one[0] & 0xff;
    }

    @Override
    public int read(byte[] bytes, int offset, int length) throws IOException {
        long before = System.nanoTime();
        ScheduledFuture<?> alarm = ALARMS.schedule(this::end, patienceNanos, TimeUnit.NANOSECONDS);
        try {
            int read = in.read(bytes, offset, length);
            sizeBytes += Math.max(read, 0);
            waitedNanos += System.nanoTime() - before;
            if (read >= 0
                    && waitedNanos > patienceNanos
                    && sizeBytes < waitedNanos / TimeUnit.SECONDS.toNanos(1) * LEAST_BYTES_PER_SECOND) {
                throw new StoreException.Unreachable("the store's answer is too slow");
            }
            return read;
        } catch (StoreException e) {
            throw e;
        } catch (IOException e) {
            throw new StoreException.Unreachable(
                    isLate ? "the store stopped in the middle of its answer" : "the connection broke");
        } finally {
            alarm.cancel(false);
        }
    }

    private void end() {
        isLate = true;
        try {
            in.close();
        } catch (IOException e) {
            // Whoever reads is told that it is late.
            return;
        }
    }
}

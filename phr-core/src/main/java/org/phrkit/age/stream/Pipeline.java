package org.phrkit.age.stream;

import java.io.InterruptedIOException;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Queue;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.concurrent.FutureTask;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.phrkit.crypto.Aead;
import org.phrkit.crypto.SecretBytes;

/**
 * A ring of batches: the caller fills one, several threads work on those submitted, and the caller gets them back in
 * the order in which it submitted them. All methods are called by one thread. No more batches exist than the ring
 * holds, and threads are started with the second submission and end with {@link #close}, or after a second without work.
 */
final class Pipeline implements AutoCloseable {
    private static final int MOST_THREADS = 8;

    /** Most messages are small, and need no more than this. */
    private static final int CHUNKS_OF_FIRST = 1;

    /** Few enough for the caches, many enough that handing over to another thread costs little. */
    private static final int CHUNKS = 16;

    private final int threadCount = Math.min(Runtime.getRuntime().availableProcessors(), MOST_THREADS);
    private final int capacity = threadCount + 2;
    private final SecretBytes key;
    private final Deque<Batch> vacant = new ArrayDeque<>();
    private final Deque<Future<Batch>> submitted = new ArrayDeque<>();
    private final Queue<Thread> started = new ConcurrentLinkedQueue<>();
    private int made;

    /** The caller works on the first batch, alone: it is short, and a new JVM compiles the cipher meanwhile. */
    private boolean isBegun;

    private @Nullable ThreadPoolExecutor threads;

    /** Takes over the key of the payload, and destroys it in the end. */
    Pipeline(SecretBytes key) {
        this.key = key;
    }

    boolean isIdle() {
        return submitted.isEmpty();
    }

    boolean hasVacant() {
        return !vacant.isEmpty() || made < capacity;
    }

    /** A batch to fill; {@link #hasVacant} must hold. */
    Batch takeVacant() {
        if (!vacant.isEmpty()) {
            return vacant.remove();
        }
        made++;
        return new Batch(new Aead(key), made == 1 ? CHUNKS_OF_FIRST : CHUNKS);
    }

    void giveBack(Batch batch) {
        vacant.add(batch);
    }

    void submit(Batch batch, Consumer<Batch> work) {
        FutureTask<Batch> task = new FutureTask<>(() -> work.accept(batch), batch);
        submitted.add(task);
        if (!isBegun) {
            isBegun = true;
            task.run();
            return;
        }
        if (threads == null) {
            threads = new ThreadPoolExecutor(
                    threadCount, threadCount, 1, TimeUnit.SECONDS, new ArrayBlockingQueue<>(capacity), runnable -> {
                        Thread thread = new Thread(runnable, "phr-chunks");
                        thread.setDaemon(true);
                        started.add(thread);
                        return thread;
                    });
            threads.allowCoreThreadTimeOut(true);
        }
        threads.execute(task);
    }

    /** Whether {@link #takeOldest} would return at once. */
    boolean isOldestDone() {
        return !submitted.isEmpty() && submitted.element().isDone();
    }

    /**
     * Waits for the batch that was submitted first.
     *
     * @throws InterruptedIOException if the thread is interrupted, before or while it waits
     */
    Batch takeOldest() throws InterruptedIOException {
        try {
            return submitted.remove().get();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new InterruptedIOException("interrupted while chunks were worked on");
        } catch (ExecutionException e) {
            throw new IllegalStateException("a chunk could not be worked on", e.getCause());
        }
    }

    /** Gives up what is submitted, and returns when the threads are gone. */
    @Override
    public void close() {
        submitted.clear();
        key.destroy();
        if (threads == null) {
            return;
        }
        threads.shutdownNow();
        boolean interrupted = Thread.interrupted();
        for (Thread thread : started) {
            while (thread.isAlive()) {
                try {
                    thread.join();
                } catch (InterruptedException e) {
                    interrupted = true;
                }
            }
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
    }
}

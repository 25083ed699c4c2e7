package org.phrkit.age.stream;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.InterruptedIOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Test;
import org.phrkit.crypto.SecretBytes;

class PipelineTest {
    private final SecretBytes key = SecretBytes.owning(new byte[32]);

    @Test
    void theKeyIsDestroyedInTheEnd() throws Exception {
        byte[] bytes = new byte[32];
        bytes[0] = 1;
        SecretBytes used = SecretBytes.owning(bytes);
        try (Pipeline pipeline = new Pipeline(used)) {
            pipeline.submit(pipeline.takeVacant(), Batch::seal);
            pipeline.takeOldest();
            assertThat(used.isDestroyed()).isFalse();
        }
        assertThat(used.isDestroyed()).isTrue();
        assertThat(bytes).containsOnly(0);
        new Pipeline(key).close();
        assertThat(key.isDestroyed()).as("and where nothing was submitted").isTrue();
    }

    @Test
    void batchesComeBackInTheirOrder() throws Exception {
        CountDownLatch secondIsDone = new CountDownLatch(1);
        try (Pipeline pipeline = new Pipeline(key)) {
            begin(pipeline);
            Batch first = pipeline.takeVacant();
            Batch second = pipeline.takeVacant();
            assertThat(pipeline.isIdle()).isTrue();
            pipeline.submit(first, batch -> await(secondIsDone));
            pipeline.submit(second, batch -> secondIsDone.countDown());
            assertThat(pipeline.isIdle()).isFalse();
            assertThat(pipeline.takeOldest()).isSameAs(first);
            assertThat(pipeline.takeOldest()).isSameAs(second);
            assertThat(pipeline.isIdle()).isTrue();
            assertThat(pipeline.isOldestDone()).isFalse();
        }
    }

    /** The first batch of all is worked on by the caller, alone. */
    private static void begin(Pipeline pipeline) throws InterruptedIOException {
        List<Thread> workers = new ArrayList<>();
        Batch batch = pipeline.takeVacant();
        pipeline.submit(batch, any -> workers.add(Thread.currentThread()));
        assertThat(workers).containsExactly(Thread.currentThread());
        assertThat(pipeline.isOldestDone()).isTrue();
        assertThat(pipeline.takeOldest()).isSameAs(batch);
        pipeline.giveBack(batch);
    }

    private static void await(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    /** As many as there are threads, and two: one that is filled, one that is emptied. */
    @Test
    void thereAreOnlySoManyBatches() {
        int capacity = Math.min(Runtime.getRuntime().availableProcessors(), 8) + 2;
        try (Pipeline pipeline = new Pipeline(key)) {
            Batch last = pipeline.takeVacant();
            for (int taken = 1; taken < capacity; taken++) {
                assertThat(pipeline.hasVacant()).isTrue();
                last = pipeline.takeVacant();
            }
            assertThat(pipeline.hasVacant()).isFalse();
            pipeline.giveBack(last);
            assertThat(pipeline.hasVacant()).isTrue();
            assertThat(pipeline.takeVacant()).isSameAs(last);
        }
    }

    @Test
    void anInterruptedWaitIsSaidAndKeptInMind() throws Exception {
        CountDownLatch never = new CountDownLatch(1);
        try (Pipeline pipeline = new Pipeline(key)) {
            begin(pipeline);
            pipeline.submit(pipeline.takeVacant(), batch -> await(never));
            Thread.currentThread().interrupt();
            assertThatThrownBy(pipeline::takeOldest).isInstanceOf(InterruptedIOException.class);
            assertThat(Thread.currentThread().isInterrupted()).isTrue();
        }
        assertThat(Thread.interrupted()).as("closing keeps it, too").isTrue();
    }

    @Test
    void aBugInTheWorkIsNotForgotten() {
        try (Pipeline pipeline = new Pipeline(key)) {
            for (String worker : List.of("the caller", "a thread")) {
                pipeline.submit(pipeline.takeVacant(), batch -> {
                    throw new IllegalArgumentException("a bug");
                });
                assertThatThrownBy(pipeline::takeOldest)
                        .as(worker)
                        .isInstanceOf(IllegalStateException.class)
                        .hasRootCauseMessage("a bug");
            }
        }
    }
}

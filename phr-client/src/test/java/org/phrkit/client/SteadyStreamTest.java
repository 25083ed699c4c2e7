package org.phrkit.client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Test;

class SteadyStreamTest {
    /** Gives nothing, and waits until it is closed. */
    private static final class Silent extends InputStream {
        private final CountDownLatch closed = new CountDownLatch(1);

        @Override
        public int read() throws IOException {
            try {
                closed.await();
            } catch (InterruptedException e) {
                throw new AssertionError(e);
            }
            throw new IOException("closed");
        }

        @Override
        public int read(byte[] bytes, int offset, int length) throws IOException {
            return read();
        }

        @Override
        public void close() {
            closed.countDown();
        }
    }

    @Test
    void whatArrivesIsWhatWasSent() throws IOException {
        byte[] sent = new byte[100_000];
        sent[99_999] = 7;
        assertThat(new SteadyStream(new ByteArrayInputStream(sent), Duration.ofHours(1)).readAllBytes())
                .isEqualTo(sent);
        assertThat(new SteadyStream(new ByteArrayInputStream(new byte[] {-1}), Duration.ofHours(1)).read())
                .isEqualTo(255);
        assertThat(new SteadyStream(InputStream.nullInputStream(), Duration.ofHours(1)).read())
                .isEqualTo(-1);
    }

    @Test
    void whoeverStopsIsNotWaitedForForEver() {
        SteadyStream stream = new SteadyStream(new Silent(), Duration.ofMillis(10));
        assertThatThrownBy(stream::read)
                .isInstanceOf(StoreException.Unreachable.class)
                .hasMessage("the store stopped in the middle of its answer");
    }

    @Test
    void whoeverTricklesIsNotWaitedForEither() {
        InputStream trickle = new InputStream() {
            @Override
            public int read() {
                try {
                    Thread.sleep(20);
                } catch (InterruptedException e) {
                    throw new AssertionError(e);
                }
                return 0;
            }

            @Override
            public int read(byte[] bytes, int offset, int length) {
                return read() + 1;
            }
        };
        SteadyStream stream = new SteadyStream(trickle, Duration.ofSeconds(1));
        assertThatThrownBy(() -> stream.readNBytes(1 << 20))
                .isInstanceOf(StoreException.Unreachable.class)
                .hasMessage("the store's answer is too slow");
    }
}

package org.phrkit.bench;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.management.ThreadMXBean;
import java.io.OutputStream;
import java.lang.management.ManagementFactory;
import java.security.SecureRandom;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.phrkit.age.Age;
import org.phrkit.age.X25519Identity;

/** What encryption allocates as it goes on: a stream of any length must not make work for the collector. */
@Tag("perf-smoke")
class AllocationTest {
    private static final int MEBIBYTE = 1 << 20;
    private static final int WARM_UP_MEBIBYTES = 32;
    private static final int MEBIBYTES = 64;

    /** A new buffer for each chunk, instead of those that are used again, would be sixteen times as much. */
    private static final int LIMIT_BYTES = 1 << 16;

    private static final ThreadMXBean THREADS = (ThreadMXBean) ManagementFactory.getThreadMXBean();

    /** By all threads there are. */
    private static long allocatedBytes() {
        return Arrays.stream(THREADS.getThreadAllocatedBytes(THREADS.getAllThreadIds()))
                .filter(bytes -> bytes > 0)
                .sum();
    }

    private static void write(OutputStream out, int mebibytes) throws Exception {
        byte[] mebibyte = new byte[MEBIBYTE];
        for (int i = 0; i < mebibytes; i++) {
            out.write(mebibyte);
        }
        // The threads that sealed are then idle, and still there to be asked.
        out.flush();
    }

    @Test
    void encryptingAllocatesLittleForEachMebibyte() throws Exception {
        X25519Identity identity = X25519Identity.generate(new SecureRandom());
        try (OutputStream out = Age.encryptingStream(
                List.of(identity.recipient()), OutputStream.nullOutputStream(), new SecureRandom())) {
            write(out, WARM_UP_MEBIBYTES);
            long before = allocatedBytes();
            write(out, MEBIBYTES);
            // The array that is written is not counted.
            long bytes = (allocatedBytes() - before - MEBIBYTE) / MEBIBYTES;
            assertThat(bytes).isLessThan(LIMIT_BYTES);
        }
    }
}

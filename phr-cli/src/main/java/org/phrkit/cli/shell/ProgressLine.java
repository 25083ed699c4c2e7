package org.phrkit.cli.shell;

import java.io.File;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import me.tongfei.progressbar.ConsoleProgressBarConsumer;
import me.tongfei.progressbar.ProgressBar;
import me.tongfei.progressbar.ProgressBarBuilder;
import me.tongfei.progressbar.ProgressBarStyle;
import org.jspecify.annotations.Nullable;
import org.phrkit.microaggregation.Progress;

/** A bar on the terminal for work that takes more than a moment. */
public final class ProgressLine implements Progress, AutoCloseable {
    private static final long A_MOMENT_NANOS = 1_000_000_000;
    private static final long INTERVAL_NANOS = 250_000_000;

    private static final int USUAL_WIDTH = 80;

    /** What standard error goes to, where the system names it. */
    private static final File DESCRIPTOR = new File("/dev/fd/2");

    private final boolean isShown;
    private long lastShown = System.nanoTime() + A_MOMENT_NANOS - INTERVAL_NANOS;
    private @Nullable ProgressBar bar;

    ProgressLine(boolean quiet) {
        this.isShown = !quiet && Terminal.isStandardError();
    }

    @Override
    public boolean report(long done, long total, double loss) {
        show(done, total, String.format(Locale.ROOT, " loss %.2f %%", loss));
        return true;
    }

    /** Shows how much is done, if a moment has passed. */
    public void report(long done, long total) {
        show(done, total, "");
    }

    /**
     * A stream that shows here how much of it was read. At its end, and when it is closed, the bar is taken away: then
     * others may say something.
     *
     * @param totalBytes what there is to read
     */
    public InputStream over(InputStream in, long totalBytes) {
        return new FilterInputStream(in) {
            private long done;

            @Override
            public int read() throws IOException {
                return counted(super.read(), 1);
            }

            @Override
            public int read(byte[] bytes, int offset, int length) throws IOException {
                int size = super.read(bytes, offset, length);
                return counted(size, size);
            }

            private int counted(int result, int size) {
                if (result < 0) {
                    finish();
                } else {
                    done += size;
                    show(done >> 20, totalBytes >> 20, " MiB");
                }
                return result;
            }

            @Override
            public void close() throws IOException {
                finish();
                super.close();
            }
        };
    }

    private void show(long done, long total, String more) {
        if (isShown && System.nanoTime() - lastShown > INTERVAL_NANOS) {
            lastShown = System.nanoTime();
            if (bar == null) {
                bar = new ProgressBarBuilder()
                        .setTaskName("phr")
                        // One that asks the terminal for its width takes over its signals, and an interruption would
                        // leave the partial file.
                        .setConsumer(new ConsoleProgressBarConsumer(System.err, widthOfTerminal() - 2))
                        .setInitialMax(total)
                        .setStyle(ProgressBarStyle.ASCII)
                        .setUpdateIntervalMillis(500)
                        .clearDisplayOnFinish()
                        .build();
            }
            bar.maxHint(total);
            bar.stepTo(done);
            bar.setExtraMessage(more);
        }
    }

    /** A bar of more than one line could not be taken away. */
    private static int widthOfTerminal() {
        try {
            Process stty = new ProcessBuilder("stty", "size")
                    .redirectInput(DESCRIPTOR)
                    .redirectError(ProcessBuilder.Redirect.DISCARD)
                    .start();
            // Rows and columns, which are 0 where the terminal does not know them.
            Matcher size = Pattern.compile("[0-9]+ ([1-9][0-9]{1,3})\\s*")
                    .matcher(new String(stty.getInputStream().readAllBytes(), StandardCharsets.ISO_8859_1));
            return size.matches() ? Integer.parseInt(size.group(1)) : USUAL_WIDTH;
        } catch (IOException e) {
            return USUAL_WIDTH;
        }
    }

    @Override
    public void close() {
        finish();
    }

    /** Removes the bar. */
    public void finish() {
        if (bar != null) {
            bar.close();
            bar = null;
        }
    }
}

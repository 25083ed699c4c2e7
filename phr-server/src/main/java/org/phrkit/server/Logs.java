package org.phrkit.server;

import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.logging.ConsoleHandler;
import java.util.logging.Formatter;
import java.util.logging.Handler;
import java.util.logging.Level;
import java.util.logging.LogRecord;
import java.util.logging.Logger;

/** Lines on standard error: time, level, text. What libraries log stays out but for their warnings, without arguments. */
final class Logs {
    // Held, as the JDK forgets the level of a logger that nobody holds.
    private static final Logger ROOT = Logger.getLogger("");
    private static final Logger OWN = Logger.getLogger("org.phrkit");

    private Logs() {}

    /** Warnings alone. */
    static void quiet() {
        for (Handler handler : ROOT.getHandlers()) {
            ROOT.removeHandler(handler);
        }
        ConsoleHandler handler = new ConsoleHandler();
        handler.setFormatter(new Line());
        ROOT.addHandler(handler);
        ROOT.setLevel(Level.SEVERE);
        OWN.setLevel(Level.WARNING);
    }

    /** A line for each request as well. */
    static void lines() {
        OWN.setLevel(Level.INFO);
    }

    private static final class Line extends Formatter {
        @Override
        public String format(LogRecord line) {
            boolean isOwn = String.valueOf(line.getLoggerName()).startsWith("org.phrkit");
            // What a library says may hold what a client sent.
            String text = isOwn ? line.getMessage() : "from " + line.getLoggerName();
            return Instant.ofEpochMilli(line.getMillis()).truncatedTo(ChronoUnit.MILLIS) + " " + line.getLevel() + " "
                    + text + "\n";
        }
    }
}

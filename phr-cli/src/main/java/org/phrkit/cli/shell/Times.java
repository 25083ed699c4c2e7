package org.phrkit.cli.shell;

import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Times, as users type them. */
public final class Times {
    private Times() {}

    /** A day, from its beginning in UTC, or a moment. */
    public static Optional<Instant> parse(String option, @Nullable String text) throws Failure {
        if (text == null) {
            return Optional.empty();
        }
        try {
            return Optional.of(
                    text.contains("T")
                            ? Instant.parse(text)
                            : LocalDate.parse(text).atStartOfDay(ZoneOffset.UTC).toInstant());
        } catch (DateTimeException e) {
            throw new Failure(ExitCode.USAGE, option + " takes 2026-11-22 or 2026-11-22T08:00:00Z");
        }
    }
}

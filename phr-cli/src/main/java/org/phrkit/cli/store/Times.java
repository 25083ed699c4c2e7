package org.phrkit.cli.store;

import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.phrkit.cli.shell.ExitCode;
import org.phrkit.cli.shell.Failure;

/** Times as they are typed. */
final class Times {
    private Times() {}

    /** A day, from its beginning in UTC, or a moment. */
    static Optional<Instant> parse(String option, @Nullable String text) throws Failure {
        if (text == null) {
            return Optional.empty();
        }
        try {
            return Optional.of(
                    text.contains("T")
                            ? Instant.parse(text)
                            : LocalDate.parse(text).atStartOfDay(ZoneOffset.UTC).toInstant());
        } catch (DateTimeException e) {
            throw new Failure(ExitCode.USAGE, option + " takes 2027-01-31 or 2027-01-31T08:00:00Z");
        }
    }
}

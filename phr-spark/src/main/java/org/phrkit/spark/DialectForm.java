package org.phrkit.spark;

import java.io.Serializable;
import java.nio.charset.Charset;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.phrkit.table.Dialect;

/** A {@link Dialect} on its way to a task. */
record DialectForm(
        char delimiter,
        char quote,
        String encoding,
        char decimal,
        List<String> missingValues,
        boolean hasIndexColumn,
        @Nullable String sheet)
        implements Serializable {
    private static final long serialVersionUID = 1L;

    static DialectForm of(Dialect dialect) {
        return new DialectForm(
                dialect.delimiter(),
                dialect.quote(),
                dialect.encoding().name(),
                dialect.decimal(),
                dialect.missingValues(),
                dialect.hasIndexColumn(),
                dialect.sheet().orElse(null));
    }

    Dialect dialect() {
        return new Dialect(
                delimiter,
                quote,
                Charset.forName(encoding),
                decimal,
                missingValues,
                hasIndexColumn,
                Optional.ofNullable(sheet));
    }
}

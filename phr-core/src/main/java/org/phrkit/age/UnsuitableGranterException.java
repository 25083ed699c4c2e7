package org.phrkit.age;

import org.jspecify.annotations.Nullable;

/** Thrown when the recipients could have the new file, but not together with the person who passes it on. */
public final class UnsuitableGranterException extends IllegalArgumentException {
    private static final long serialVersionUID = 1L;

    UnsuitableGranterException(@Nullable String problem) {
        super(problem);
    }
}

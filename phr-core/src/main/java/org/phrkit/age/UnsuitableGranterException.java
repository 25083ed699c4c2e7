package org.phrkit.age;

import org.jspecify.annotations.Nullable;

/** Who passes a file on could not have the new one together with its recipients; without her, they can have it. */
public final class UnsuitableGranterException extends IllegalArgumentException {
    private static final long serialVersionUID = 1L;

    UnsuitableGranterException(@Nullable String problem) {
        super(problem);
    }
}

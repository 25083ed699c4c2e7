package org.phrkit.spark;

import java.util.Iterator;
import java.util.function.Function;

/** What an iterator becomes. */
final class Iterators {
    private Iterators() {}

    /** Each element changed, as it comes. */
    static <T, R> Iterator<R> map(Iterator<T> from, Function<T, R> change) {
        return new Iterator<>() {
            @Override
            public boolean hasNext() {
                return from.hasNext();
            }

            @Override
            public R next() {
                return change.apply(from.next());
            }
        };
    }
}

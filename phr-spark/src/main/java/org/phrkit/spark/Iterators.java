package org.phrkit.spark;

import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.function.Function;

/** What iterators become. */
final class Iterators {
    private Iterators() {}

    /** All elements. */
    static <T> List<T> list(Iterable<T> elements) {
        List<T> list = new ArrayList<>();
        elements.forEach(list::add);
        return list;
    }

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

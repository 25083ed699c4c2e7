package org.phrkit.spark;

import java.nio.file.Path;
import org.apache.spark.sql.SparkSession;

/** The session of all tests of this module, which takes seconds to start. */
final class TestSpark {
    static final SparkSession SESSION = Sessions.start("local[2,3]").spark();

    private TestSpark() {}

    /** A file of the reference tables. */
    static Path shared(String name) {
        return Path.of(System.getProperty("phr.root", "."))
                .resolve(System.getProperty("phr.shared", "../shared"))
                .resolve("data")
                .resolve(name);
    }
}

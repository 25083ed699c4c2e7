package org.phrkit.spark;

import java.security.CodeSource;
import org.apache.spark.SparkConf;
import org.apache.spark.sql.SparkSession;
import org.jspecify.annotations.Nullable;

/** The session of a command, closed with it unless it was there before. */
final class Sessions implements AutoCloseable {
    private final SparkSession spark;
    private final boolean isOwn;

    private Sessions(SparkSession spark, boolean isOwn) {
        this.spark = spark;
        this.isOwn = isOwn;
    }

    private static final String ALL_CORES = "local[*]";

    /**
     * One that has what spark-submit and options {@code -Dspark.*} of Java say.
     *
     * @param master null for that of spark-submit, or else all cores of this machine
     */
    static Sessions start(@Nullable String master) {
        SparkConf conf = new SparkConf();
        if (master == null) {
            conf.setIfMissing("spark.master", ALL_CORES);
        } else {
            conf.setMaster(master);
        }
        conf.setIfMissing("spark.app.name", "phr-spark");
        conf.setIfMissing("spark.ui.enabled", "false");
        conf.setIfMissing("spark.ui.showConsoleProgress", "false");
        conf.setIfMissing("spark.sql.session.timeZone", "UTC");
        if (conf.get("spark.master").startsWith("local")) {
            // Nobody else is to reach this machine by it.
            conf.setIfMissing("spark.driver.host", "127.0.0.1");
            conf.setIfMissing("spark.driver.bindAddress", "127.0.0.1");
        } else if (ownJar().endsWith(".jar")) {
            // spark-submit has said it already.
            conf.setIfMissing("spark.jars", ownJar());
        }
        boolean isOwn = SparkSession.getDefaultSession().isEmpty();
        return new Sessions(SparkSession.builder().config(conf).getOrCreate(), isOwn);
    }

    /** Where the classes are that tasks need. */
    private static String ownJar() {
        CodeSource source = Sessions.class.getProtectionDomain().getCodeSource();
        return source == null ? "" : source.getLocation().toString();
    }

    SparkSession spark() {
        return spark;
    }

    @Override
    public void close() {
        if (isOwn) {
            spark.stop();
        }
    }
}

/**
 * Makes and checks releases of tables that are too large for one machine, on Apache Spark.
 *
 * <pre>{@code
 * SparkTable.Reading reading = new SparkTable.Reading(Dialect.STANDARD, false, schema::bind);
 * try (SparkTable visits = SparkTable.readParquet(spark, List.of("hdfs:///visits"), reading);
 *         SparkTable release = SparkMicroaggregation.release(visits, new Anonymisation(5)).table()) {
 *     release.dataset(spark).write().parquet("hdfs:///release");
 * }
 * }</pre>
 *
 * <p>The rows are those that {@link org.phrkit.microaggregation.Anonymisation#of} makes of the whole table on one machine,
 * for any number of partitions and executors. {@link org.phrkit.spark.SparkVerification#classes} counts equivalence classes
 * as {@link org.phrkit.verify.ReleaseCheck} does; {@link org.phrkit.spark.PhrSpark} is the same as a command. A program
 * depends on {@code org.phrkit:phr-spark}, of the version of {@code org.phrkit:phr-core}, and brings Spark itself.
 */
@NullMarked
package org.phrkit.spark;

import org.jspecify.annotations.NullMarked;

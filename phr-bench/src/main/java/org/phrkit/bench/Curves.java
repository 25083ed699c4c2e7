package org.phrkit.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.ToDoubleFunction;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * Draws what a sweep measured, as SVG:
 *
 * <pre>java -cp phr-bench/target/benchmarks.jar org.phrkit.bench.Curves FOLDER RESULTS.json...</pre>
 *
 * <p>RESULTS are what JMH wrote, or {@code scale.sh} in its form. A curve of which they hold nothing is not drawn; a picture without a curve is left as
 * it is.
 */
public final class Curves {
    private static final double MEBIBYTE = 1 << 20;

    private final List<JsonNode> results = new ArrayList<>();
    private final Path folder;

    private Curves(Path folder) {
        this.folder = folder;
    }

    /** Draws all. */
    public static void main(String[] args) throws IOException {
        Curves curves = new Curves(Path.of(args[0]));
        for (int i = 1; i < args.length; i++) {
            JsonMapper.shared().readTree(Path.of(args[i])).forEach(curves.results::add);
        }
        Files.createDirectories(curves.folder);
        curves.mdavByRows();
        curves.mdavByDimensions();
        curves.encryptionBySize();
        curves.lossByK();
        curves.bytesByK();
        curves.aggregateByRows();
    }

    private void mdavByRows() throws IOException {
        Map<String, String> fixed = Map.of("dimensions", "5", "k", "5");
        CurvePlot plot = new CurvePlot(
                "MDAV of n rows x 5, k = 5", "rows", Axis::logarithmic, "milliseconds", Axis::logarithmic);
        plot.add("all rows looked at each time", points("MdavBenchmark.naive", fixed, "rows", Curves::score));
        plot.add("indexed", points("MdavBenchmark.partition", fixed, "rows", Curves::score));
        save(plot, "mdav-time");
    }

    private void mdavByDimensions() throws IOException {
        CurvePlot plot =
                new CurvePlot("MDAV of 10,000 rows x d, k = 5", "columns", Axis::whole, "milliseconds", Axis::fromZero);
        Map<String, String> fixed = Map.of("rows", "10000", "k", "5");
        plot.add("all rows looked at each time", points("MdavBenchmark.naive", fixed, "dimensions", Curves::score));
        plot.add("indexed", points("MdavBenchmark.partition", fixed, "dimensions", Curves::score));
        save(plot, "mdav-columns");
    }

    private void encryptionBySize() throws IOException {
        CurvePlot plot = new CurvePlot(
                "Throughput by the size of what is encrypted", "bytes", Axis::logarithmic, "MiB/s", Axis::logarithmic);
        for (String[] curve : new String[][] {
            {"age", "encrypt"},
            {"age, one processor", "encryptOnOneProcessor"},
            {"its cipher, JDK", "jdkCipher"},
            {"Bouncy Castle", "bouncyCastle"},
            {"RC4", "rc4"}
        }) {
            plot.add(
                    curve[0],
                    points(
                            "EncryptionBenchmark." + curve[1],
                            Map.of(),
                            "sizeBytes",
                            result -> param(result, "sizeBytes") / MEBIBYTE / (score(result) / 1000)));
        }
        save(plot, "encryption-throughput");
    }

    private void lossByK() throws IOException {
        CurvePlot plot =
                new CurvePlot("Information loss of 10,000 rows x 5", "k", Axis::logarithmic, "percent", Axis::fromZero);
        for (String[] curve : new String[][] {
            {"MDAV", "NONE", "0"},
            {"MDAV, refined", "DESCENT", "0"},
            {"refined, two phases, k1 = 2", "DESCENT", "2"},
            {"refined, two phases, k1 = 5", "DESCENT", "5"}
        }) {
            plot.add(curve[0], reduction(curve[1], curve[2], "NUMBER", result -> counter(result, "informationLoss")));
        }
        save(plot, "loss");
    }

    private void bytesByK() throws IOException {
        CurvePlot plot = new CurvePlot(
                "Bytes of a release of 10,000 rows x 5, in percent of the table's",
                "k",
                Axis::logarithmic,
                "percent",
                Axis::logarithmic);
        for (String[] curve : new String[][] {
            {"records, CSV", "records", "Csv"},
            {"records, compressed", "records", "Compressed"},
            {"groups, CSV", "groups", "Csv"},
            {"groups, compressed", "groups", "Compressed"},
            {"groups, in memory", "groups", "Memory"}
        }) {
            plot.add(
                    curve[0],
                    reduction(
                            "NONE",
                            "0",
                            "INTEGER",
                            result -> 100 * counter(result, curve[1] + curve[2]) / counter(result, "raw" + curve[2])));
        }
        save(plot, "bytes");
    }

    /** What {@code scale.sh} wrote. */
    private void aggregateByRows() throws IOException {
        CurvePlot plot =
                new CurvePlot("Release of n rows x 5, k = 5", "rows", Axis::logarithmic, "seconds", Axis::logarithmic);
        plot.add("phr aggregate", points("phr", Map.of(), "rows", Curves::score));
        plot.add("phr-spark aggregate", points("phr-spark", Map.of(), "rows", Curves::score));
        save(plot, "scale");
    }

    private SortedMap<Double, Double> reduction(
            String refine, String k1, String kind, ToDoubleFunction<JsonNode> figure) {
        return points(
                "MemoryBenchmark.reduction",
                Map.of("table", "synthetic", "refine", refine, "k1", k1, "kind", kind),
                "k",
                figure);
    }

    /** The figures of one benchmark by one parameter, where the others are fixed. */
    private SortedMap<Double, Double> points(
            String benchmark, Map<String, String> fixed, String by, ToDoubleFunction<JsonNode> figure) {
        SortedMap<Double, Double> points = new TreeMap<>();
        for (JsonNode result : results) {
            boolean isOfIt = result.path("benchmark").asString().endsWith("." + benchmark)
                    && fixed.entrySet().stream().allMatch(entry -> result.path("params")
                            .path(entry.getKey())
                            .asString()
                            .equals(entry.getValue()));
            if (isOfIt) {
                points.put(param(result, by), figure.applyAsDouble(result));
            }
        }
        return points;
    }

    private static double param(JsonNode result, String name) {
        return Double.parseDouble(result.path("params").path(name).asString());
    }

    private static double score(JsonNode result) {
        return result.path("primaryMetric").path("score").asDouble();
    }

    private static double counter(JsonNode result, String name) {
        return result.path("secondaryMetrics").path(name).path("score").asDouble();
    }

    private void save(CurvePlot plot, String name) throws IOException {
        if (plot.isEmpty()) {
            System.err.println("skipped: nothing was measured for " + name + ".svg");
        } else {
            Files.writeString(folder.resolve(name + ".svg"), plot.svg());
        }
    }
}

package org.phrkit.bench;

import de.erichseifert.vectorgraphics2d.VectorGraphics2D;
import de.erichseifert.vectorgraphics2d.svg.SVGProcessor;
import de.erichseifert.vectorgraphics2d.util.PageSize;
import java.awt.BasicStroke;
import java.awt.Color;
import java.io.IOException;
import java.io.OutputStream;
import java.math.BigDecimal;
import java.math.MathContext;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.DoubleSummaryStatistics;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.ToDoubleFunction;
import org.knowm.xchart.XYChart;
import org.knowm.xchart.XYChartBuilder;
import org.knowm.xchart.style.Styler;
import org.knowm.xchart.style.markers.Marker;
import org.knowm.xchart.style.markers.SeriesMarkers;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * Draws what a sweep measured, as SVG:
 *
 * <pre>java -cp phr-bench/target/benchmarks.jar org.phrkit.bench.Curves FOLDER RESULTS.json...</pre>
 *
 * <p>RESULTS are what JMH wrote. A curve of which they hold nothing is not drawn; a picture without a curve is left as
 * it is.
 */
public final class Curves {
    private static final int WIDTH = 760;
    private static final int HEIGHT = 460;
    private static final double MEBIBYTE = 1 << 20;

    /** Told apart by those who see few colours too (Okabe and Ito 2008), and by their markers. */
    private static final Color[] COLOURS = {
        new Color(0x0072b2), new Color(0xd55e00), new Color(0x009e73), new Color(0xcc79a7), new Color(0x000000)
    };

    private static final Marker[] MARKERS = {
        SeriesMarkers.CIRCLE,
        SeriesMarkers.SQUARE,
        SeriesMarkers.TRIANGLE_UP,
        SeriesMarkers.DIAMOND,
        SeriesMarkers.TRIANGLE_DOWN
    };

    private final List<JsonNode> results = new ArrayList<>();
    private final Path folder;

    private Curves(Path folder) {
        this.folder = folder;
    }

    /** Draws all. */
    public static void main(String[] args) throws IOException {
        System.setProperty("java.awt.headless", "true");
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
    }

    private void mdavByRows() throws IOException {
        Map<String, String> fixed = Map.of("dimensions", "5", "k", "5");
        XYChart chart = chart("MDAV of n rows x 5, k = 5", "rows", "milliseconds");
        chart.getStyler().setXAxisLogarithmic(true).setYAxisLogarithmic(true);
        add(chart, "all rows looked at each time", points("MdavBenchmark.naive", fixed, "rows", Curves::score));
        add(chart, "indexed", points("MdavBenchmark.partition", fixed, "rows", Curves::score));
        save(chart, "mdav-time");
    }

    private void mdavByDimensions() throws IOException {
        XYChart chart = chart("MDAV of 10,000 rows x d, k = 5", "columns", "milliseconds");
        chart.getStyler().setYAxisMin(0.0);
        Map<String, String> fixed = Map.of("rows", "10000", "k", "5");
        add(chart, "all rows looked at each time", points("MdavBenchmark.naive", fixed, "dimensions", Curves::score));
        add(chart, "indexed", points("MdavBenchmark.partition", fixed, "dimensions", Curves::score));
        save(chart, "mdav-columns");
    }

    private void encryptionBySize() throws IOException {
        XYChart chart = chart("Throughput by the size of what is encrypted", "bytes", "MiB/s");
        chart.getStyler().setXAxisLogarithmic(true).setYAxisLogarithmic(true);
        for (String[] curve : new String[][] {
            {"age", "encrypt"},
            {"age, one processor", "encryptOnOneProcessor"},
            {"its cipher, JDK", "jdkCipher"},
            {"Bouncy Castle", "bouncyCastle"},
            {"RC4", "rc4"}
        }) {
            add(
                    chart,
                    curve[0],
                    points(
                            "EncryptionBenchmark." + curve[1],
                            Map.of(),
                            "sizeBytes",
                            result -> param(result, "sizeBytes") / MEBIBYTE / (score(result) / 1000)));
        }
        save(chart, "encryption-throughput");
    }

    private void lossByK() throws IOException {
        XYChart chart = chart("Information loss of 10,000 rows x 5", "k", "percent");
        chart.getStyler()
                .setXAxisLogarithmic(true)
                .setXAxisLogarithmicDecadeOnly(false)
                .setYAxisMin(0.0);
        for (String[] curve : new String[][] {
            {"MDAV", "NONE", "0"},
            {"MDAV, refined", "DESCENT", "0"},
            {"refined, two phases, k1 = 2", "DESCENT", "2"},
            {"refined, two phases, k1 = 5", "DESCENT", "5"}
        }) {
            add(chart, curve[0], reduction(curve[1], curve[2], "NUMBER", result -> counter(result, "informationLoss")));
        }
        save(chart, "loss");
    }

    private void bytesByK() throws IOException {
        XYChart chart = chart("Bytes of a release of 10,000 rows x 5, in percent of the table's", "k", "percent");
        chart.getStyler()
                .setXAxisLogarithmic(true)
                .setXAxisLogarithmicDecadeOnly(false)
                .setYAxisLogarithmic(true);
        for (String[] curve : new String[][] {
            {"records, CSV", "records", "Csv"},
            {"records, compressed", "records", "Compressed"},
            {"groups, CSV", "groups", "Csv"},
            {"groups, compressed", "groups", "Compressed"},
            {"groups, in memory", "groups", "Memory"}
        }) {
            add(
                    chart,
                    curve[0],
                    reduction(
                            "NONE",
                            "0",
                            "INTEGER",
                            result -> 100 * counter(result, curve[1] + curve[2]) / counter(result, "raw" + curve[2])));
        }
        save(chart, "bytes");
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

    private static XYChart chart(String title, String x, String y) {
        XYChart chart = new XYChartBuilder()
                .width(WIDTH)
                .height(HEIGHT)
                .title(title)
                .xAxisTitle(x)
                .yAxisTitle(y)
                .theme(Styler.ChartTheme.XChart)
                .build();
        chart.getStyler().setLegendPosition(Styler.LegendPosition.OutsideS);
        chart.getStyler().setLegendLayout(Styler.LegendLayout.Horizontal).setLegendBorderColor(Color.WHITE);
        chart.getStyler().setChartBackgroundColor(Color.WHITE).setPlotBorderVisible(false);
        chart.getStyler().setPlotGridLinesColor(new Color(0xdddddd)).setPlotGridLinesStroke(new BasicStroke(1));
        chart.getStyler().setXAxisTickLabelsFormattingFunction(Curves::label);
        chart.getStyler().setYAxisTickLabelsFormattingFunction(Curves::label);
        chart.getStyler().setSeriesColors(COLOURS).setSeriesMarkers(MARKERS).setMarkerSize(7);
        return chart;
    }

    private static String label(double number) {
        return number < 1
                ? new BigDecimal(number).round(new MathContext(2)).toPlainString()
                : String.format(Locale.ROOT, "%,.0f", number);
    }

    private static void add(XYChart chart, String name, SortedMap<Double, Double> points) {
        if (!points.isEmpty()) {
            chart.addSeries(name, new ArrayList<>(points.keySet()), new ArrayList<>(points.values()));
        }
    }

    /** Powers of ten at both ends of a logarithmic axis. */
    private static void widen(XYChart chart) {
        DoubleSummaryStatistics y = chart.getSeriesCollection().stream()
                .flatMapToDouble(series -> Arrays.stream(series.getYData()))
                .summaryStatistics();
        chart.getStyler().setYAxisMin(Math.pow(10, Math.floor(Math.log10(y.getMin()))));
        chart.getStyler().setYAxisMax(Math.pow(10, Math.ceil(Math.log10(y.getMax()))));
    }

    private void save(XYChart chart, String name) throws IOException {
        if (chart.getSeriesCollection().isEmpty()) {
            System.err.println("skipped: nothing was measured for " + name + ".svg");
            return;
        }
        if (chart.getStyler().isYAxisLogarithmic()) {
            widen(chart);
        }
        VectorGraphics2D graphics = new VectorGraphics2D();
        chart.paint(graphics, WIDTH, HEIGHT);
        try (OutputStream out = Files.newOutputStream(folder.resolve(name + ".svg"))) {
            new SVGProcessor()
                    .getDocument(graphics.getCommands(), new PageSize(0, 0, WIDTH, HEIGHT))
                    .writeTo(out);
        }
    }
}

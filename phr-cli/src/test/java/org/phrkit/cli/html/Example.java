package org.phrkit.cli.html;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/** A report on a release of the example data, with figures of its columns; it stands for what a command would write. */
final class Example {
    private static final List<String> NUMBERS =
            List.of("age", "sample.yr", "kappa", "lambda", "flc.grp", "creatinine", "mgus", "futime", "death");

    private final Map<String, List<String>> original;
    private final Map<String, List<String>> release;

    Example(Path original, Path release) throws IOException {
        this.original = columns(original);
        this.release = columns(release);
    }

    /** As a program, it prints the report on two CSV files with the columns of the example. */
    public static void main(String[] args) throws IOException {
        System.out.print(
                new Example(Path.of(args[0]), Path.of(args[1])).report().text());
    }

    HtmlReport report() {
        int[] sizes = classSizes();
        int smallest = Arrays.stream(sizes).min().orElseThrow();
        HtmlReport report = new HtmlReport("Check of a release", "flchain-release.csv")
                .verdict(smallest >= 5, smallest >= 5 ? "The table is 5-anonymous." : "The table is not 5-anonymous.")
                .asked("5-anonymous", smallest >= 5, "the smallest class has " + smallest + " rows")
                .asked("2-diverse in chapter", false, "a class holds 1 value of chapter")
                .warning("This report describes the original table too. Whoever may not see that may not see this.")
                .warning("Rows of the release stand in the order of the original.")
                .fact("Rows", Integer.toString(cells(release, "age").size()))
                .fact("Classes", Integer.toString(sizes.length))
                .fact("Quasi-identifiers", "age, sex, sample.yr, futime")
                .fact("Sensitive columns", "kappa, lambda, flc.grp, creatinine, mgus, death, chapter");
        report.section("Risk", "How likely it is that a row leads back to a person.")
                .row(
                        "Prosecutor risk",
                        "20.00 %",
                        "Someone who knows that a person is in the table guesses right at most this often.")
                .row("Marketer risk", "12.64 %", "The mean over all rows.")
                .row("Record linkage", "11.02 %", "Rows whose nearest row of the release is their own class.")
                .plot(Plot.classSizes("Sizes of classes", sizes, 5), "Each class should hold at least 5 rows.");
        report.section("Utility", "What the release still tells of the original.")
                .row("Information loss", "0.2719 %", "How much of the spread of the quasi-identifiers was lost.")
                .row("Propensity error", "0.0007", "0 where no model could tell the two tables apart.");
        report.table(
                "Columns before and after",
                List.of(
                        "Column",
                        "Mean before",
                        "Mean after",
                        "Sd before",
                        "Sd after",
                        "Median before",
                        "Median after"),
                NUMBERS.stream().map(this::moments).toList());
        for (String name : List.of("age", "sample.yr", "futime", "kappa", "creatinine")) {
            report.plot(Plot.histogram(name, numbers(original, name), numbers(release, name)), "");
        }
        report.plot(levels("sex"), "").plot(levels("chapter"), "Missing cells are left out.");
        report.section("Correlations", "The change of each, after less before.")
                .plot(
                        Plot.correlationChange("Change of correlations", NUMBERS, change()),
                        "Stronger cells changed more; the sign and the figure stand in each.");
        return report.made("Program", "phr 0.1.0")
                .made("Release", "flchain-release.csv")
                .made("SHA-256 of the release", "9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08");
    }

    private int[] classSizes() {
        List<String> quasi = List.of("age", "sex", "sample.yr", "futime");
        Map<List<String>, Integer> classes = new LinkedHashMap<>();
        for (int i = 0; i < cells(release, "age").size(); i++) {
            int row = i;
            classes.merge(
                    quasi.stream().map(name -> cells(release, name).get(row)).toList(), 1, Integer::sum);
        }
        return classes.values().stream().mapToInt(size -> size).toArray();
    }

    private List<String> moments(String name) {
        double[] before = numbers(original, name);
        double[] after = numbers(release, name);
        return List.of(
                name,
                figure(mean(before)),
                figure(mean(after)),
                figure(sd(before)),
                figure(sd(after)),
                figure(median(before)),
                figure(median(after)));
    }

    private Plot levels(String name) {
        List<String> levels = cells(original, name).stream()
                .filter(cell -> !cell.equals("NA") && !cell.isEmpty())
                .distinct()
                .sorted()
                .toList();
        return Plot.levels(name, levels, counts(cells(original, name), levels), counts(cells(release, name), levels));
    }

    private static int[] counts(List<String> cells, List<String> levels) {
        Map<String, Long> counts = cells.stream().collect(Collectors.groupingBy(cell -> cell, Collectors.counting()));
        return levels.stream()
                .mapToInt(level -> counts.getOrDefault(level, 0L).intValue())
                .toArray();
    }

    private double[][] change() {
        double[][] change = new double[NUMBERS.size()][NUMBERS.size()];
        for (int i = 0; i < change.length; i++) {
            for (int j = 0; j < change.length; j++) {
                change[i][j] = correlation(release, i, j) - correlation(original, i, j);
            }
        }
        return change;
    }

    private static double correlation(Map<String, List<String>> table, int first, int second) {
        double[] x = numbers(table, NUMBERS.get(first));
        double[] y = numbers(table, NUMBERS.get(second));
        int[] rows = IntStream.range(0, x.length)
                .filter(row -> !Double.isNaN(x[row] + y[row]))
                .toArray();
        double[] a = Arrays.stream(rows).mapToDouble(row -> x[row]).toArray();
        double[] b = Arrays.stream(rows).mapToDouble(row -> y[row]).toArray();
        double meanA = mean(a);
        double meanB = mean(b);
        double sum = IntStream.range(0, a.length)
                .mapToDouble(row -> (a[row] - meanA) * (b[row] - meanB))
                .sum();
        return sum / (a.length * sd(a) * sd(b));
    }

    private static double mean(double[] numbers) {
        return Arrays.stream(Histogram.finite(numbers)).average().orElseThrow();
    }

    private static double sd(double[] numbers) {
        double mean = mean(numbers);
        return Math.sqrt(Arrays.stream(Histogram.finite(numbers))
                .map(number -> (number - mean) * (number - mean))
                .average()
                .orElseThrow());
    }

    private static double median(double[] numbers) {
        double[] sorted = Histogram.finite(numbers);
        Arrays.sort(sorted);
        return sorted[sorted.length / 2];
    }

    private static String figure(double number) {
        return String.format(Locale.ROOT, "%.4g", number);
    }

    private static double[] numbers(Map<String, List<String>> table, String name) {
        return cells(table, name).stream()
                .mapToDouble(cell -> cell.isEmpty() || cell.equals("NA") ? Double.NaN : Double.parseDouble(cell))
                .toArray();
    }

    private static List<String> cells(Map<String, List<String>> table, String name) {
        return Objects.requireNonNull(table.get(name));
    }

    private static Map<String, List<String>> columns(Path file) throws IOException {
        List<List<String>> rows = Files.readAllLines(file).stream()
                .map(line -> Arrays.asList(line.replace("\"", "").split(",", -1)))
                .toList();
        Map<String, List<String>> columns = new LinkedHashMap<>();
        for (int i = 0; i < rows.get(0).size(); i++) {
            int column = i;
            columns.put(
                    rows.get(0).get(i),
                    rows.stream().skip(1).map(row -> row.get(column)).toList());
        }
        return columns;
    }
}

package org.phrkit.cli.html;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.io.StringReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import javax.xml.parsers.DocumentBuilderFactory;
import org.junit.jupiter.api.Test;
import org.w3c.dom.Document;
import org.xml.sax.InputSource;

class PlotTest {
    private static final String HOSTILE = "<script>alert(1)</script>\"'&\u202E";

    private static Document parsed(Plot plot) throws Exception {
        return DocumentBuilderFactory.newInstance()
                .newDocumentBuilder()
                .parse(new InputSource(new StringReader(plot.svg())));
    }

    /** The inner rectangle is 170 high, from 28 to 198, and the axis reaches to 80 %, above the 75 % after. */
    @Test
    void theShapesOfAHistogramFitItsAxis() {
        Plot plot = Plot.histogram("x", new double[] {1, 2, 2, 4}, new double[] {1, 2, 2, 2});
        assertThat(plot.svg())
                .contains(">80</text>")
                .contains("class=\"before\"")
                .contains("class=\"after line\"");
        Matcher area = Pattern.compile("class=\"before\" d=\"([^\"]+)\"").matcher(plot.svg());
        assertThat(area.find()).isTrue();
        List<double[]> corners = corners(area.group(1));
        assertThat(corners).allSatisfy(corner -> assertThat(corner[1]).isBetween(0.0, 170.0));
        double lowest = corners.stream().mapToDouble(corner -> corner[1]).max().orElseThrow();
        double highest = corners.stream().mapToDouble(corner -> corner[1]).min().orElseThrow();
        assertThat(lowest).isEqualTo(170);
        assertThat(highest).isEqualTo(63.75); // 170 * (1 - 50 / 80)
        double left = corners.stream().mapToDouble(corner -> corner[0]).min().orElseThrow();
        double right = corners.stream().mapToDouble(corner -> corner[0]).max().orElseThrow();
        assertThat(left).isZero();
        assertThat(right).isEqualTo(331); // 360, less 25 for "80" and 4 at the right
    }

    private static List<double[]> corners(String path) {
        List<double[]> corners = new ArrayList<>();
        Matcher matcher = Pattern.compile("[ML](-?[0-9.]+) (-?[0-9.]+)").matcher(path);
        while (matcher.find()) {
            corners.add(new double[] {Double.parseDouble(matcher.group(1)), Double.parseDouble(matcher.group(2))});
        }
        return corners;
    }

    @Test
    void onlyClassesBelowKAreMarked() {
        assertThat(Plot.classSizes("x", new int[] {5, 6, 6}, 5).svg())
                .doesNotContain("\"few\"")
                .contains("k = 5 or more")
                .contains("3 classes of 5 to 6 rows; 0 of them below k = 5.");
        assertThat(Plot.classSizes("x", new int[] {3, 6, 6}, 5).svg())
                .containsOnlyOnce("<path class=\"few\"")
                .contains("below k = 5")
                .contains("3 classes of 3 to 6 rows; 1 of them below k = 5.");
    }

    @Test
    void cellsOfAHeatMapSayTheirSignAndFigure() {
        double[][] change = {{0, 0.123, Double.NaN}, {0.123, 0, -0.456}, {Double.NaN, -0.456, 0}};
        String svg = Plot.correlationChange("x", List.of("a", "b", "c"), change).svg();
        assertThat(svg)
                .contains(">+0.12</text>", ">\u22120.46</text>", ">\u2013</text>")
                .contains("that of b and c: by \u22120.46.");
        assertThat(svg.split("<path class=\"up3\"", -1)).hasSize(3);
        assertThat(svg.split("<path class=\"down5\"", -1)).hasSize(3);
        // The cell of a and b is in the first row and second column: 44 to 88 wide, 0 to 44 high.
        assertThat(svg).contains("<path class=\"up3\" d=\"M44 0L88 0L88 44L44 44L44 0Z\"/>");
    }

    @Test
    void theRarestLevelsAreCountedTogether() {
        List<String> levels = new ArrayList<>();
        int[] before = new int[15];
        int[] after = new int[15];
        for (int i = 0; i < 15; i++) {
            levels.add("level" + i);
            before[i] = i + 1;
            after[i] = 1;
        }
        // 1 + 2 + 3 + 4 of 120 rows are 8.3 %, 4 of 15 are 26.7 %.
        assertThat(Plot.levels("x", levels, before, after).svg())
                .contains("4 others: 8.3, 26.7.")
                .contains("level14: 12.5, 6.7.")
                .doesNotContain("level3:");
    }

    @Test
    void namesFromFilesStayText() throws Exception {
        List<String> names = List.of(HOSTILE, "b");
        List<Plot> plots = List.of(
                Plot.histogram(HOSTILE, new double[] {1}, new double[] {2}, number -> HOSTILE),
                Plot.levels(HOSTILE, names, new int[] {1, 2}, new int[] {2, 1}),
                Plot.classSizes(HOSTILE, new int[] {1}, 3),
                Plot.correlationChange(HOSTILE, names, new double[][] {{0, 1}, {1, 0}}));
        for (Plot plot : plots) {
            Document document = parsed(plot);
            assertThat(document.getElementsByTagName("script").getLength()).isZero();
            assertThat(document.getElementsByTagName("title").item(0).getTextContent())
                    .isEqualTo(HOSTILE.replace('\u202E', '\uFFFD'));
        }
    }

    @Test
    void anyNumbersGiveAWellFormedPlot() throws Exception {
        Random random = new Random(5);
        for (int round = 0; round < 60; round++) {
            double scale = Math.pow(10, random.nextInt(600) - 300);
            double offset = random.nextInt(3) * scale * Math.pow(10, random.nextInt(20));
            double[] numbers = random.doubles(1 + random.nextInt(30), -scale, scale)
                    .map(number -> number + offset)
                    .toArray();
            parsed(Plot.histogram("x", numbers, numbers));
        }
        parsed(Plot.histogram("x", new double[] {Double.MAX_VALUE, -Double.MAX_VALUE}, new double[] {0}));
        parsed(Plot.histogram("x", new double[] {Double.MIN_VALUE}, new double[] {0}));
        parsed(Plot.classSizes("x", new int[] {1, Integer.MAX_VALUE}, 2));
    }

    @Test
    void aSquareHasTheSizeOfItsNames() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Plot.correlationChange("x", List.of("a"), new double[][] {{0, 1}}));
    }

    /** XChart loads fonts where it measures text, and then the bytes would depend on the machine. */
    @Test
    void noFontIsTouched() throws Exception {
        String home = System.getProperty("java.home");
        Process process = new ProcessBuilder(
                        home + "/bin/java",
                        "-Djava.awt.headless=false",
                        "-cp",
                        System.getProperty("java.class.path"),
                        Fontless.class.getName())
                .redirectErrorStream(true)
                .start();
        String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(process.waitFor()).as(said).isZero();
        assertThat(said).contains("plots: 4").doesNotContain("fontmanager");
    }

    /** Draws every kind of plot, and looks which libraries the process has mapped. */
    static final class Fontless {
        public static void main(String[] args) throws Exception {
            double[] numbers = {1, 2, 3};
            int plots = List.of(
                            Plot.histogram("x", numbers, numbers),
                            Plot.levels("x", List.of("a"), new int[] {1}, new int[] {1}),
                            Plot.classSizes("x", new int[] {1}, 3),
                            Plot.correlationChange("x", List.of("a"), new double[][] {{0}}))
                    .size();
            System.out.println("plots: " + plots);
            Path maps = Path.of("/proc/self/maps");
            if (Files.exists(maps)) {
                Files.readAllLines(maps).stream()
                        .filter(line -> line.contains("fontmanager"))
                        .forEach(System.out::println);
            }
        }
    }
}

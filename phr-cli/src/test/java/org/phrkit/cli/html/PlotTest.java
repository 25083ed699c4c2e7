package org.phrkit.cli.html;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.io.StringReader;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Stream;
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

    /**
     * The inner rectangle reaches from 25, right of "80", to 356 and from 28 down to 198; its axis reaches to 80 %, above
     * the 75 % after. Of four intervals each is 82.75 wide.
     */
    @Test
    void theShapesOfAHistogramFitItsAxis() {
        Plot plot = Plot.histogram("x", new double[] {1, 2, 2, 4}, new double[] {1, 2, 2, 2});
        assertThat(plot.svg())
                .contains("<text class=\"end\" x=\"19\" y=\"32\">80</text>")
                .containsOnlyOnce("<path class=\"before\" d=\"M25 198L25 144.88L107.75 144.88L107.75 91.75L190.5 91.75"
                        + "L190.5 198L273.25 198L273.25 144.88L356 144.88L356 198Z\"/>")
                .containsOnlyOnce(
                        "<path class=\"after line\" d=\"M25 198L25 144.88L107.75 144.88L107.75 38.63L190.5 38.63"
                                + "L190.5 198L273.25 198L273.25 198L356 198L356 198\"/>");
    }

    @Test
    void aHistogramIsDescribed() {
        double[] before = {1, 2, 2, 4, Double.NaN};
        assertThat(Plot.histogram("x", before, new double[] {1, 2, 2, 2}).svg())
                .contains("<desc>Share of rows in 4 intervals. Before: 4 rows and 1 without a value, median 2. "
                        + "After: 4 rows, median 2. "
                        + "They differ most from 1.5 to 2.5: 50.0 % before, 75.0 % after.</desc>");
    }

    /** Nine letters and the room between two labels fit into the 82.75 of an interval, and ten do not. */
    @Test
    void longLabelsAreFew() {
        double[] numbers = {1, 2, 3, 4};
        assertThat(Plot.histogram("x", numbers, numbers, number -> "l".repeat(9))
                        .svg()
                        .split(">l{9}</text>", -1))
                .hasSize(5);
        assertThat(Plot.histogram("x", numbers, numbers, number -> "l".repeat(10))
                        .svg()
                        .split(">l{10}</text>", -1))
                .hasSize(3);
    }

    @Test
    void onlyClassesBelowKAreMarked() {
        assertThat(Plot.classSizes("x", new int[] {5, 6, 6}, 5).svg())
                .doesNotContain("\"few\"")
                .contains("k = 5 or more")
                .contains("3 classes of 5 to 6 rows; 0 of them below k = 5.");
        // The other is the mark of the legend.
        assertThat(Plot.classSizes("x", new int[] {3, 6, 6}, 5).svg().split("<rect class=\"few\"", -1))
                .hasSize(3);
        assertThat(Plot.classSizes("x", new int[] {3, 6, 6}, 5).svg())
                .contains("below k = 5")
                .contains("3 classes of 3 to 6 rows; 1 of them below k = 5.");
    }

    /** Four places of 84.5 from 18 on, of which a bar fills four fifths; one class of three is 56.67 high of 170. */
    @Test
    void theBarsOfClassesFitTheirAxis() {
        assertThat(Plot.classSizes("x", new int[] {3, 6, 6}, 5).svg())
                .contains("<rect class=\"few\" x=\"26.45\" y=\"141.33\" width=\"67.6\" height=\"56.67\"/>")
                .contains("<rect class=\"enough\" x=\"279.95\" y=\"84.67\" width=\"67.6\" height=\"113.33\"/>")
                .contains("x=\"60.25\" y=\"138.33\">1</text>", "x=\"313.75\" y=\"81.67\">2</text>");
    }

    /** The longest, of 80 %, fills the 292 between the name at the left and the figures at the right. */
    @Test
    void theBarsOfLevelsFitTheirShares() {
        assertThat(Plot.levels("x", List.of("a", "b"), new int[] {1, 1}, new int[] {4, 1})
                        .svg())
                .contains("<rect class=\"before\" x=\"18\" y=\"31.6\" width=\"182.5\" height=\"14.4\"/>")
                .contains("<rect class=\"after\" x=\"18\" y=\"46\" width=\"292\" height=\"14.4\"/>")
                .contains("<rect class=\"after\" x=\"18\" y=\"82\" width=\"73\" height=\"14.4\"/>")
                .contains("x=\"314\" y=\"57\">80.0</text>", "x=\"95\" y=\"93\">20.0</text>");
    }

    @Test
    void cellsOfAHeatMapSayTheirSignAndFigure() {
        double[][] change = {{0, 0.123, Double.NaN}, {0.123, 0, -0.456}, {Double.NaN, -0.456, 0}};
        String svg = Plot.correlationChange("x", List.of("a", "b", "c"), change).svg();
        assertThat(svg)
                .contains(">+0.12</text>", ">\u22120.46</text>", ">\u2013</text>")
                .contains("that of b and c: by \u22120.46.");
        assertThat(svg.split("<rect class=\"up3\"", -1)).hasSize(3);
        assertThat(svg.split("<rect class=\"down5\"", -1)).hasSize(3);
        // The diagonal, and what is not defined.
        assertThat(svg.split("<rect class=\"same\"", -1)).hasSize(6);
        // The cell of a and b is in the first row and second column: 44 to 88 right of 18, 0 to 44 below 28.
        assertThat(svg)
                .contains("<rect class=\"up3\" x=\"62\" y=\"28\" width=\"44\" height=\"44\"/>")
                .contains("x=\"84\" y=\"54\">+0.12</text>");
    }

    @Test
    void theLeastChangesOfCorrelationsAreNotCalledTheMost() {
        double[][] change = {{0, -0.0049}, {-0.0049, 0}};
        assertThat(Plot.correlationChange("x", List.of("a", "b"), change).svg())
                .contains("<desc>No correlation moved by 0.005 or more.</desc>");
        change[1][0] = -0.005;
        assertThat(Plot.correlationChange("x", List.of("a", "b"), change).svg()).contains("by \u22120.01.</desc>");
        change[1][0] = Double.NaN;
        assertThat(Plot.correlationChange("x", List.of("a", "b"), change).svg())
                .contains("<desc>No correlation is defined.</desc>");
    }

    /** Twenty columns are 880 wide, and 21, without figures, no more than 336. */
    @Test
    void manyColumnsHaveSmallCellsWithoutFigures() {
        Plot twenty = Plot.correlationChange("x", Collections.nCopies(20, "a"), new double[20][20]);
        assertThat(twenty.isLarge()).isTrue();
        assertThat(twenty.svg()).startsWith("<svg class=\"plot large\"").contains(">0</text>");
        Plot more = Plot.correlationChange("x", Collections.nCopies(21, "a"), new double[21][21]);
        assertThat(more.isLarge()).isFalse();
        assertThat(more.svg()).startsWith("<svg class=\"plot\"").doesNotContain(">0</text>");
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

    @Test
    void theStyleSheetKnowsEveryStyle() {
        double[][] change = new double[6][6];
        double[] moves = {0, 0.01, 0.05, 0.1, 0.2, 0.4};
        for (int i = 0; i < moves.length; i++) {
            change[0][i] = moves[i];
            change[i][0] = -moves[i];
        }
        List<Plot> plots = new ArrayList<>(everyKind());
        plots.add(Plot.correlationChange("x", List.of("a", "b", "c", "d", "e", "f"), change));
        Set<String> used = new TreeSet<>();
        for (Plot plot : plots) {
            Pattern.compile("class=\"([^\"]*)\"")
                    .matcher(plot.svg())
                    .results()
                    .flatMap(found -> Stream.of(found.group(1).split(" ")))
                    .forEach(used::add);
        }
        assertThat(used).contains("up1", "up5", "down1", "down5", "same", "few", "enough", "grid");
        // Text begins at its x unless told otherwise.
        used.remove("start");
        assertThat(used).allSatisfy(style -> assertThat(PlotStyle.TEXT).containsPattern("\\." + style + "[ ,.{]"));
    }

    private static List<Plot> everyKind() {
        double[] numbers = {1, 2.5, 3000};
        return List.of(
                Plot.histogram("x", numbers, numbers),
                Plot.levels("x", List.of("a", "b"), new int[] {1000, 2}, new int[] {1, 2}),
                Plot.classSizes("x", new int[] {1, 1000}, 3),
                Plot.correlationChange("x", List.of("a", "b"), new double[][] {{0, 0.5}, {0.5, 0}}));
    }

    /** AWT, its fonts and the settings of the machine would make other bytes elsewhere, and a slower start. */
    @Test
    void plotsNeedTheBaseModuleAloneAndNoLocale() throws Exception {
        Process process = new ProcessBuilder(
                        System.getProperty("java.home") + "/bin/java",
                        "--limit-modules",
                        "java.base",
                        "-Duser.language=ar",
                        "-Duser.country=EG",
                        "-cp",
                        System.getProperty("java.class.path"),
                        Elsewhere.class.getName())
                .redirectErrorStream(true)
                .start();
        String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(process.waitFor()).as(said).isZero();
        assertThat(said)
                .isEqualTo(String.join("", everyKind().stream().map(Plot::svg).toList()));
    }

    /** Draws every kind of plot, and no test library is loaded. */
    static final class Elsewhere {
        public static void main(String[] args) {
            System.out.writeBytes(
                    String.join("", everyKind().stream().map(Plot::svg).toList())
                            .getBytes(StandardCharsets.UTF_8));
        }
    }
}

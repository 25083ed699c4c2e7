package org.phrkit.bench;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.StringReader;
import java.util.TreeMap;
import java.util.regex.Pattern;
import javax.xml.parsers.DocumentBuilderFactory;
import org.junit.jupiter.api.Test;
import org.w3c.dom.Document;
import org.xml.sax.InputSource;

class CurvePlotTest {
    private static CurvePlot plot(int curves) {
        CurvePlot plot = new CurvePlot("a < b", "k", Axis::whole, "percent", Axis::fromZero);
        for (int i = 0; i < curves; i++) {
            TreeMap<Double, Double> points = new TreeMap<>();
            points.put(1.0, 10.0);
            points.put(2.0, 2.5 * i);
            plot.add("the curve with number " + i, points);
        }
        return plot;
    }

    /** From 70 to 740 for 0.5 to 2.5, and from 380 up to 40 for 0 to 10. */
    @Test
    void aCurvePassesThroughItsPoints() {
        assertThat(plot(2).svg())
                .containsOnlyOnce("<path class=\"curve0 line\" d=\"M237.5 40L572.5 380\"/>")
                .containsOnlyOnce("<path class=\"curve1 line\" d=\"M237.5 40L572.5 295\"/>")
                .containsOnlyOnce("<circle class=\"curve0\" cx=\"237.5\" cy=\"40\"")
                .containsOnlyOnce("<circle class=\"curve0\" cx=\"572.5\" cy=\"380\"")
                .containsOnlyOnce("<rect class=\"curve1\" x=\"569.5\" y=\"292\"");
    }

    /** A line with a corner that is filled covers half of the picture. */
    @Test
    void linesAreNotFilled() {
        String svg = plot(1).svg();
        assertThat(Pattern.compile("<path class=\"([^\"]*)\" d=\"[^Z\"]*L[^Z\"]*L[^Z\"]*\"/>")
                        .matcher(svg)
                        .results()
                        .map(found -> found.group(1)))
                .containsExactly("axis");
        assertThat(svg).contains(".axis { fill: none;", ".line { fill: none;");
    }

    @Test
    void theDescriptionHoldsTheFigures() {
        assertThat(plot(2).svg())
                .contains("<desc>percent by k. the curve with number 0 at 1: 10, 2: 0. "
                        + "the curve with number 1 at 1: 10, 2: 2.5.</desc>");
    }

    @Test
    void aPictureIsAFileOfXml() throws Exception {
        Document document = DocumentBuilderFactory.newDefaultNSInstance()
                .newDocumentBuilder()
                .parse(new InputSource(new StringReader(plot(5).svg())));
        assertThat(document.getDocumentElement().getNamespaceURI()).isEqualTo("http://www.w3.org/2000/svg");
        assertThat(document.getElementsByTagName("title").item(0).getTextContent())
                .isEqualTo("a < b");
    }

    /** A name of 23 letters and its mark are 203.9 wide, so three are in a line. */
    @Test
    void theLegendStaysInThePicture() {
        assertThat(plot(3).svg()).contains("viewBox=\"0 0 760 470\"");
        String svg = plot(4).svg();
        assertThat(svg).contains("viewBox=\"0 0 760 492\"").contains("x=\"104\" y=\"470\">the curve with number 3<");
        assertThat(Pattern.compile(" x=\"([0-9.]+)\" y=\"448\"").matcher(svg).results())
                .hasSize(3)
                .allSatisfy(found -> assertThat(Double.parseDouble(found.group(1)) + 23 * 7.3)
                        .isLessThanOrEqualTo(740));
    }

    @Test
    void aCurveWithoutPointsIsLeftOut() {
        CurvePlot plot = plot(0);
        plot.add("nothing", new TreeMap<>());
        assertThat(plot.isEmpty()).isTrue();
        TreeMap<Double, Double> one = new TreeMap<>();
        one.put(3.0, 4.0);
        plot.add("one", one);
        assertThat(plot.isEmpty()).isFalse();
        assertThat(plot.svg()).contains("one at 3: 4.").contains("<circle class=\"curve0\" cx=\"405\" cy=\"40\"");
    }
}

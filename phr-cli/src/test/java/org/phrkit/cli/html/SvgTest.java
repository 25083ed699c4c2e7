package org.phrkit.cli.html;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.io.StringReader;
import javax.xml.parsers.DocumentBuilderFactory;
import org.junit.jupiter.api.Test;
import org.w3c.dom.Document;
import org.xml.sax.InputSource;

class SvgTest {
    private static final String HOSTILE = "</style><script>alert(1)</script>\"'&\u202E";
    private static final String SHOWN = HOSTILE.replace('\u202E', '\uFFFD');

    @Test
    void elementsAreWrittenInTheirOrder() {
        String svg = new Svg()
                .rectangle(1, 2, 3.5, 4, "a")
                .circle(1, 2, 3, "b c")
                .line("d", 0, 1, 2.25, -3)
                .area("e", 0, 0, 1, 0, 1, 1)
                .text(5, 6, "f", "<")
                .rising(7, 8.125, "g", "h")
                .element("plot", 10, 20, "t", "u");
        assertThat(svg).isEqualTo("""
                <svg class="plot" viewBox="0 0 10 20" width="10" height="20" role="img">
                <title>t</title>
                <desc>u</desc>
                <rect class="a" x="1" y="2" width="3.5" height="4"/>
                <circle class="b c" cx="1" cy="2" r="3"/>
                <path class="d" d="M0 1L2.25 -3"/>
                <path class="e" d="M0 0L1 0L1 1Z"/>
                <text class="f" x="5" y="6">&lt;</text>
                <text class="g" x="7" y="8.13" transform="rotate(-90 7 8.13)">h</text>
                </svg>
                """);
    }

    @Test
    void aFileOfItsOwnIsXmlWithItsStyle() throws Exception {
        String svg = new Svg().text(0, 0, "a", HOSTILE).document(HOSTILE, 10, 20, HOSTILE, HOSTILE);
        Document document = DocumentBuilderFactory.newDefaultNSInstance()
                .newDocumentBuilder()
                .parse(new InputSource(new StringReader(svg)));
        assertThat(document.getDocumentElement().getNamespaceURI()).isEqualTo("http://www.w3.org/2000/svg");
        assertThat(document.getElementsByTagName("script").getLength()).isZero();
        for (String name : new String[] {"title", "desc", "text"}) {
            assertThat(document.getElementsByTagName(name).item(0).getTextContent())
                    .isEqualTo(SHOWN);
        }
        assertThat(document.getElementsByTagName("style").item(0).getTextContent())
                .contains(SHOWN);
    }

    @Test
    void aLineHasTwoPointsAndAPointTwoNumbers() {
        assertThatIllegalArgumentException().isThrownBy(() -> new Svg().line("a", 1, 2));
        assertThatIllegalArgumentException().isThrownBy(() -> new Svg().area("a", 1, 2, 3, 4, 5));
    }
}

package org.phrkit.dist;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class TypedTest {
    @Test
    void findsCommandsAsAShellDoes() {
        assertThat(Typed.in("""
                        tar -c scans | phr encrypt -r "$(phr keygen --public me.key)" >out 2>/dev/null   # phr x
                        phr store put --title 'Blood test' \\
                          report.pdf && echo done
                        runuser -u phr-server -- phr-server init DIR
                        mvn package -pl phr-server -am
                        """))
                .containsExactly(
                        new Typed("phr", List.of("keygen", "--public", "me.key")),
                        new Typed("phr", List.of("encrypt", "-r", "OUTPUT")),
                        new Typed("phr", List.of("store", "put", "--title", "Blood test", "report.pdf")),
                        new Typed("phr-server", List.of("init", "DIR")));
    }

    @Test
    void takesNoOutputForACommand() {
        assertThat(Typed.in("$ phr keygen -o $name.key\nphr: x; phr store join takes it\n"))
                .containsExactly(new Typed("phr", List.of("keygen", "-o", "7.key")));
    }

    @Test
    void refusesWhatIsNotThere() {
        assertThat(new Typed("phr", List.of("encrypt", "--recipients", "x")).refusal())
                .isPresent();
        assertThat(new Typed("phr", List.of("encrypt", "--recipients", "x")).unknown())
                .isPresent();
        assertThat(new Typed("phr", List.of("store", "delete")).unknown()).isPresent();
        assertThat(new Typed("phr", List.of("store", "put", "--for")).unknown()).isEmpty();
    }
}

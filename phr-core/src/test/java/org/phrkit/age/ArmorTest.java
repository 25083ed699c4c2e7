package org.phrkit.age;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.security.SecureRandom;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.phrkit.testing.Seeds;

/** Beyond the public vectors, which cover each way to be malformed. */
class ArmorTest {
    private static final SecureRandom RANDOM = new SecureRandom();

    private final X25519Identity doctor = X25519Identity.generate(RANDOM);

    private String armored(byte[] plain) throws IOException {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        try (OutputStream text = Age.armoringStream(out);
                OutputStream sealing = Age.encryptingStream(List.of(doctor.recipient()), text, RANDOM)) {
            sealing.write(plain);
        }
        return out.toString(US_ASCII);
    }

    private byte[] open(String text) throws IOException {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        Age.decrypt(List.of(doctor), new ByteArrayInputStream(text.getBytes(US_ASCII)), out);
        return out.toByteArray();
    }

    @Test
    void whatIsWrittenIsReadAtEveryLength() {
        Seeds.forEach(100, random -> {
            byte[] plain = new byte[random.nextInt(0, 400)];
            random.nextBytes(plain);
            String text = armored(plain);
            assertThat(text.lines()).allMatch(line -> line.length() <= 64);
            assertThat(open(text)).isEqualTo(plain);
            assertThat(open("\n \r\n" + text.replace("\n", "\r\n") + "\t\n")).isEqualTo(plain);
        });
        byte[] large = new byte[300000];
        assertThat(large).satisfies(plain -> assertThat(open(armored(plain))).isEqualTo(plain));
    }

    @Test
    void anArmorThatMailQuotedIsCalledThat() throws IOException {
        String text = armored(new byte[100]);
        for (String quote : List.of(">", "> ", ">> ", "> > ")) {
            assertThatThrownBy(() -> open(text.replaceAll("(?m)^", quote)))
                    .hasMessageContaining("it is quoted, as in an answer by mail");
        }
    }

    @Test
    void everyDroppedOrDoubledLineIsSeen() throws IOException {
        List<String> lines = armored(new byte[500]).lines().toList();
        for (int i = 0; i < lines.size(); i++) {
            List<String> dropped = new java.util.ArrayList<>(lines);
            dropped.remove(i);
            List<String> doubled = new java.util.ArrayList<>(lines);
            doubled.add(i, lines.get(i));
            assertThatThrownBy(() -> open(String.join("\n", dropped))).isInstanceOf(AgeException.class);
            assertThatThrownBy(() -> open(String.join("\n", doubled))).isInstanceOf(AgeException.class);
        }
    }

    @Test
    void whiteSpaceHasALimit() throws IOException {
        String text = armored(new byte[3]);
        assertThat(open(" ".repeat(60) + "\n" + text)).hasSize(3);
        assertThatThrownBy(() -> open(text + " ".repeat(2000))).isInstanceOf(AgeException.Armor.class);
        assertThatThrownBy(() -> open("\n".repeat(1000) + "x" + text)).isInstanceOf(AgeException.class);
    }
}

package org.phrkit.cli.keys;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.fail;

import java.nio.file.Path;
import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.phrkit.cli.shell.Failure;
import org.phrkit.text.HiddenCharacters;

class ContactsTest {
    private static final Path FILE = Path.of("contacts");
    private static final String TO_ENCRYPT = "age1zvkyg2lqzraa2lnjvqej32nkuu0ues2s82hzrye869xeexvn73equnujwj";
    private static final String TO_VERIFY = "RWQf6LRCGA9i53mlYecO4IzT51TGPpvWucNSCh1CBM0QTaLn73Y7GFO3";
    private static final String SECRET = "AGE-SECRET-KEY-1GFPYYSJZGFPYYSJZGFPYYSJZGFPYYSJZGFPYYSJZGFPYYSJZGFPQ4EGAEX";

    /** What a changed file is made of, besides bytes that change. */
    private static final String[] PARTS = {
        TO_ENCRYPT,
        TO_VERIFY,
        SECRET,
        "ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAIJRR me@home",
        "doctor",
        "Jane Roe",
        "Ren\u00e9",
        "age1x",
        "#",
        "-x",
        "a/b",
        "\u202e",
        "\ufeff",
        "\u2028",
        " ",
        "\t",
        "\n",
        "\r\n",
        "\0"
    };

    @Test
    void aNameHasAKeyOfEachKind() throws Failure {
        Contacts contacts = parse("# mine\n\nJane Roe " + TO_ENCRYPT + "\r\nJane Roe\t" + TO_VERIFY + "\n");

        assertThat(contacts.names()).containsExactly("Jane Roe");
        assertThat(contacts.keysOf("Jane Roe")).extracting(ContactKey::text).containsExactly(TO_ENCRYPT, TO_VERIFY);
        assertThat(contacts.problems()).isEmpty();
    }

    /** Whatever stands in the file, a name is one that could be added, and what is written is read again. */
    @Test
    void whatIsReadIsWrittenAndReadAgain() {
        int read = 0;
        int named = 0;
        for (int seed = 0; seed < 3000; seed++) {
            byte[] bytes = bytes(new Random(seed));
            try {
                Contacts contacts = Contacts.parse(FILE, bytes);
                read++;
                named += contacts.names().size();
                holds(contacts);
            } catch (Failure e) {
                assertThat(e).as("seed %d", seed).hasMessageStartingWith("contacts: ");
            } catch (RuntimeException | AssertionError e) {
                fail("seed " + seed, e);
            }
        }
        assertThat(read).isGreaterThan(1000);
        assertThat(named).isGreaterThan(1000);
    }

    private static void holds(Contacts contacts) throws Failure {
        for (String name : contacts.names()) {
            assertThat(name).isEqualTo(name.strip()).hasSizeBetween(1, 64);
            assertThat(name).doesNotContain("/").doesNotStartWith("-").doesNotStartWith("#");
            assertThat(HiddenCharacters.areIn(name)).isFalse();
            assertThat(ContactKey.looksLikeOne(name)).isFalse();
            assertThat(contacts.keysOf(name)).extracting(ContactKey::purpose).doesNotHaveDuplicates();
        }
        assertThat(contacts.problems()).noneMatch(problem -> problem.contains("1GFPYYSJ"));

        if (contacts.text().startsWith("\ufeff")) {
            // Of two byte order marks, the second would be taken for the first.
            return;
        }
        Contacts again = parse(contacts.text());
        assertThat(again.names()).isEqualTo(contacts.names());
        assertThat(again.problems()).isEqualTo(contacts.problems());
        assertThat(again.text()).isEqualTo(contacts.text());
        for (String name : contacts.names()) {
            assertThat(again.keysOf(name)).isEqualTo(contacts.keysOf(name));
        }
    }

    private static byte[] bytes(Random random) {
        StringBuilder text = new StringBuilder();
        for (int line = random.nextInt(6); line >= 0; line--) {
            // Most lines are nearly right.
            if (random.nextInt(4) > 0) {
                text.append(random.nextBoolean() ? "doctor" : "Jane Roe");
                text.append(random.nextBoolean() ? " " : "\t");
                text.append(random.nextBoolean() ? TO_ENCRYPT : TO_VERIFY);
            }
            for (int part = random.nextInt(3); part > 0; part--) {
                text.insert(random.nextInt(text.length() + 1), PARTS[random.nextInt(PARTS.length)]);
            }
            text.append(random.nextBoolean() ? "\n" : "\r\n");
        }
        byte[] bytes = text.toString().getBytes(UTF_8);
        if (random.nextInt(3) == 0) {
            bytes[random.nextInt(bytes.length)] = (byte) random.nextInt(256);
        }
        return random.nextInt(3) == 0 ? Arrays.copyOf(bytes, random.nextInt(bytes.length + 1)) : bytes;
    }

    private static Contacts parse(String text) throws Failure {
        return Contacts.parse(FILE, text.getBytes(UTF_8));
    }
}

package org.phrkit.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.util.Base64;
import org.junit.jupiter.api.Test;
import org.phrkit.cli.shell.ExitCode;
import org.phrkit.mediation.DoctorPart;
import org.phrkit.store.PluginIdentity;
import org.phrkit.store.RequestKey;

class AgePluginPhrTest {
    private static final SecureRandom RANDOM = new SecureRandom();
    private static final String STANZA =
            "-> recipient-stanza 0 X25519 CQ" + "A".repeat(41) + "\n" + "A".repeat(43) + "\n";

    private final ByteArrayOutputStream out = new ByteArrayOutputStream();

    private int run(String said, String... arguments) {
        return AgePluginPhr.run(new ByteArrayInputStream(said.getBytes(StandardCharsets.US_ASCII)), out, arguments);
    }

    private String heard() {
        return out.toString(StandardCharsets.US_ASCII);
    }

    private static String error(String where, String message) {
        String body = Base64.getEncoder().withoutPadding().encodeToString(message.getBytes(StandardCharsets.UTF_8));
        return "-> error " + where + "\n" + body.replaceAll("(.{64})", "$1\n") + "\n";
    }

    /** Of a store that is not there. */
    private static PluginIdentity identity() {
        return new PluginIdentity(
                "0".repeat(32),
                DoctorPart.generate(RANDOM),
                RequestKey.generate(RANDOM),
                "0".repeat(32),
                URI.create("http://127.0.0.1:1"));
    }

    @Test
    void saysThatTheStoreIsNotThere() {
        int status = run(
                "-> add-identity " + identity().exposeText() + "\n\n" + STANZA + "-> done\n\n-> ok\n\n",
                "--age-plugin=identity-v1");
        assertThat(status).isEqualTo(ExitCode.DONE);
        assertThat(heard()).isEqualTo(error("identity 0", "http://127.0.0.1:1: there is no answer") + "-> done\n\n");
    }

    @Test
    void asksOnceForAPassphraseThatIsWrong() {
        String locked = identity().encrypt("Fuchs".toCharArray(), 1, RANDOM);
        String two = STANZA + STANZA.replace("stanza 0", "stanza 1");
        int status = run(
                "-> add-identity " + locked + "\n\n" + two + "-> done\n\n-> ok\nRXNlbA\n-> ok\n\n",
                "--age-plugin=identity-v1");
        assertThat(status).isEqualTo(ExitCode.DONE);
        assertThat(heard())
                .containsOnlyOnce("-> request-secret\n")
                .endsWith(error("identity 0", "the passphrase is wrong") + "-> done\n\n");
    }

    @Test
    void refusesAnIdentityThatIsNone() {
        int status = run(
                "-> add-identity AGE-PLUGIN-PHR-1QQQQQQ\n\n" + STANZA + "-> done\n\n-> ok\n\n",
                "--age-plugin=identity-v1");
        assertThat(status).isEqualTo(ExitCode.DONE);
        assertThat(heard())
                .isEqualTo(error(
                                "identity 0",
                                "the identity: the checksum does not match, so a character is wrong or missing")
                        + "-> done\n\n");
    }

    @Test
    void saysWhatEncryptsToADoctor() {
        int status = run("-> add-recipient age1phr1qqq\n\n-> done\n\n-> ok\n\n", "--age-plugin=recipient-v1");
        assertThat(status).isEqualTo(ExitCode.DONE);
        assertThat(heard()).startsWith("-> error recipient 0\n").endsWith("-> done\n\n");
    }

    @Test
    void startsForNoOtherStateMachine() {
        for (String[] arguments :
                new String[][] {{}, {"--age-plugin=identity-v2"}, {"--age-plugin=identity-v1", "x"}}) {
            assertThat(run("-> done\n\n", arguments)).isEqualTo(ExitCode.USAGE);
        }
        assertThat(heard()).isEmpty();
    }

    @Test
    void endsWithAgeInTheMiddle() {
        assertThat(run("-> add-identity x\n", "--age-plugin=identity-v1")).isEqualTo(ExitCode.MALFORMED);
        assertThat(heard()).isEmpty();
    }
}

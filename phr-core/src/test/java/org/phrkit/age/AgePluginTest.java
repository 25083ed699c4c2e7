package org.phrkit.age;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.BufferedInputStream;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.phrkit.age.format.HeaderReader;
import org.phrkit.age.format.Stanza;
import org.phrkit.age.format.StanzaReader;
import org.phrkit.text.PassphraseSource;

/** What age says stands ready before the plugin begins, answers and all: it asks one thing at a time. */
class AgePluginTest {
    private static final SecureRandom RANDOM = new SecureRandom();
    private static final String TEXT = "blood pressure 110/70";

    private final ByteArrayOutputStream said = new ByteArrayOutputStream();
    private final ByteArrayOutputStream out = new ByteArrayOutputStream();
    private final Map<String, KeyIdentity> keys = new HashMap<>();
    private final List<String> closed = new ArrayList<>();

    @BeforeEach
    void makeKeys() {
        keys.put("KEY-A", X25519Identity.generate(RANDOM));
        keys.put("KEY-B", X25519Identity.generate(RANDOM));
        keys.put("KEY-PQ", HybridIdentity.generate(RANDOM));
        keys.put("KEY-OTHER", X25519Identity.generate(RANDOM));
    }

    /** Keys of a plugin that keeps them in a map; a name with -LOCKED behind it asks for a passphrase. */
    private AgePlugin.Key key(String text, PassphraseSource passphrase) throws MalformedKeyException {
        String name = text.replaceFirst("-(LOCKED|REFUSED|BROKEN|WRONG)$", "");
        if (!keys.containsKey(name)) {
            throw new MalformedKeyException("it is a key of an unknown kind");
        }
        return new AgePlugin.Key() {
            @Override
            public Optional<Identity> identityFor(List<byte[]> shares) throws IOException {
                assertThat(shares).isNotEmpty().allMatch(share -> share.length == 32);
                if (text.endsWith("-LOCKED") && !Arrays.equals(passphrase.get(), "Fuchs \u00e4\u00f6".toCharArray())) {
                    throw new IOException("the passphrase is wrong");
                }
                if (text.endsWith("-REFUSED")) {
                    throw new IOException("the store refuses: \u001b[2Jit was taken back");
                }
                if (text.endsWith("-BROKEN")) {
                    throw new IllegalStateException("a secret");
                }
                return name.equals("KEY-OTHER") && !text.endsWith("-WRONG")
                        ? Optional.empty()
                        : Optional.of(identity(name));
            }

            @Override
            public void close() {
                closed.add(text);
            }
        };
    }

    /** A copy, as it is destroyed after use. */
    private KeyIdentity identity(String name) {
        try {
            return KeyIdentity.parse(Objects.requireNonNull(keys.get(name)).exposeText());
        } catch (MalformedKeyException e) {
            throw new AssertionError(e);
        }
    }

    private byte[] file(String... names) throws IOException {
        ByteArrayOutputStream file = new ByteArrayOutputStream();
        List<KeyRecipient> recipients =
                Arrays.stream(names).map(name -> identity(name).recipient()).toList();
        Age.encrypt(recipients, new ByteArrayInputStream(TEXT.getBytes(StandardCharsets.UTF_8)), file, RANDOM);
        return file.toByteArray();
    }

    private static List<Stanza> stanzas(byte[] file) throws IOException {
        return HeaderReader.read(new ByteArrayInputStream(file), IOException::new)
                .stanzas();
    }

    private AgePluginTest age(String line, byte... body) {
        said.writeBytes(new Stanza(List.of(line.split(" ")), body).encode());
        return this;
    }

    private AgePluginTest text(String bytes) {
        said.writeBytes(bytes.getBytes(StandardCharsets.ISO_8859_1));
        return this;
    }

    private AgePluginTest stanza(int fileIndex, Stanza stanza) {
        return age("recipient-stanza " + fileIndex + " " + String.join(" ", stanza.arguments()), stanza.body());
    }

    private AgePluginTest stanzas(int fileIndex, byte[] file) throws IOException {
        for (Stanza stanza : stanzas(file)) {
            stanza(fileIndex, stanza);
        }
        return this;
    }

    /** Everything that the plugin says when age has said that, each as arguments and body. */
    private List<String> unwrap() throws IOException {
        new AgePlugin(new ByteArrayInputStream(said.toByteArray()), out).unwrap(this::key);
        return heard();
    }

    private List<String> heard() throws IOException {
        List<String> heard = new ArrayList<>();
        StanzaReader reader = new StanzaReader(
                new ByteArrayInputStream(out.toByteArray()), "answer", "it ends", 1 << 20, IOException::new);
        for (Optional<Stanza> each = reader.next(); each.isPresent(); each = reader.next()) {
            String body = each.get().type().equals("file-key")
                    ? each.get().body().length + " bytes"
                    : new String(each.get().body(), StandardCharsets.UTF_8);
            heard.add(String.join(" ", each.get().arguments()) + (body.isEmpty() ? "" : ": " + body));
        }
        return heard;
    }

    private void refused(String problem) {
        assertThatThrownBy(this::unwrap)
                .isInstanceOf(AgeException.Conversation.class)
                .hasMessage("age and its plugin: " + problem);
    }

    @Test
    void givesTheFileKeyThatOpensTheFile() throws IOException {
        byte[] file = file("KEY-OTHER", "KEY-A");
        age("add-identity KEY-A").stanzas(0, file).age("done").age("ok");
        assertThat(unwrap()).containsExactly("file-key 0: 16 bytes", "done");
        byte[] fileKey = new StanzaReader(
                        new ByteArrayInputStream(out.toByteArray()), "answer", "it ends", 1000, IOException::new)
                .next()
                .orElseThrow()
                .body();
        BufferedInputStream in = new BufferedInputStream(new ByteArrayInputStream(file));
        assertThat(HeaderReader.read(in, IOException::new).isAuthentic(org.phrkit.crypto.SecretBytes.owning(fileKey)))
                .isTrue();
        assertThat(closed).containsExactly("KEY-A");
    }

    @Test
    void passesOverGreaseAndForeignStanzas() throws IOException {
        age("grease-17 a b", new byte[100])
                .age("add-identity KEY-A")
                .age("recipient-stanza 0 ssh-ed25519 abc def", new byte[3])
                .age("recipient-stanza 0 scrypt abc 18", new byte[32])
                .age("grease-done")
                .stanzas(0, file("KEY-A"))
                .age("recipient-stanza 0 X25519-grease abc", new byte[64])
                .age("done")
                .age("ok");
        assertThat(unwrap()).containsExactly("file-key 0: 16 bytes", "done");
    }

    @Test
    void opensSeveralFilesByWhicheverKeyOpensThem() throws IOException {
        age("add-identity KEY-A")
                .stanzas(0, file("KEY-B"))
                .age("add-identity KEY-OTHER")
                .stanzas(2, file("KEY-A", "KEY-B"))
                .stanzas(3, file("KEY-PQ"))
                .age("add-identity KEY-B")
                .age("add-identity KEY-PQ")
                .age("done")
                .age("ok")
                .age("ok")
                .age("ok");
        assertThat(unwrap())
                .containsExactly("file-key 0: 16 bytes", "file-key 2: 16 bytes", "file-key 3: 16 bytes", "done");
        assertThat(closed).containsExactly("KEY-A", "KEY-OTHER", "KEY-B", "KEY-PQ");
    }

    @Test
    void saysNothingOfAFileForSomebodyElse() throws IOException {
        age("add-identity KEY-OTHER").stanzas(0, file("KEY-A")).age("done");
        assertThat(unwrap()).containsExactly("done");
    }

    @Test
    void asksNothingWhereNoStanzaIsKnown() throws IOException {
        age("add-identity KEY-A-LOCKED")
                .age("recipient-stanza 0 ssh-rsa abc", new byte[3])
                .age("done");
        assertThat(unwrap()).containsExactly("done");
    }

    @Test
    void saysWhyAKeyOpensNothing() throws IOException {
        age("add-identity KEY-OTHER")
                .age("add-identity KEY-A-REFUSED")
                .stanzas(0, file("KEY-A"))
                .stanzas(1, file("KEY-A"))
                .age("done")
                .age("ok");
        // Once for both files, and without what moves a terminal.
        assertThat(unwrap()).containsExactly("error identity 1: the store refuses: \ufffd[2Jit was taken back", "done");
    }

    @Test
    void anotherKeyOpensWhatOneRefuses() throws IOException {
        age("add-identity KEY-A-REFUSED")
                .age("add-identity KEY-A")
                .stanzas(0, file("KEY-A"))
                .age("done")
                .age("ok");
        assertThat(unwrap()).containsExactly("file-key 0: 16 bytes", "done");
    }

    @Test
    void saysThatWhatShouldOpenAFileDoesNot() throws IOException {
        age("add-identity KEY-OTHER-WRONG")
                .stanzas(0, file("KEY-A"))
                .age("done")
                .age("ok");
        assertThat(unwrap()).containsExactly("error identity 0: the identity does not open the file", "done");
    }

    @Test
    void asksForAPassphraseWhenAFileNeedsIt() throws IOException {
        age("add-identity KEY-A-LOCKED")
                .stanzas(0, file("KEY-A"))
                .age("done")
                .age("ok", "Fuchs \u00e4\u00f6".getBytes(StandardCharsets.UTF_8))
                .age("ok");
        assertThat(unwrap())
                .containsExactly("request-secret: passphrase of the identity:", "file-key 0: 16 bytes", "done");
    }

    @Test
    void saysThatThePassphraseIsWrongOrMissing() throws IOException {
        byte[] file = file("KEY-A");
        age("add-identity KEY-A-LOCKED")
                .stanzas(0, file)
                .age("done")
                .age("ok", (byte) 'x')
                .age("ok");
        assertThat(unwrap())
                .containsExactly(
                        "request-secret: passphrase of the identity:",
                        "error identity 0: the passphrase is wrong",
                        "done");
        for (String answer : List.of("fail", "unsupported")) {
            said.reset();
            out.reset();
            age("add-identity KEY-A-LOCKED")
                    .stanzas(0, file)
                    .age("done")
                    .age(answer)
                    .age("ok");
            assertThat(unwrap())
                    .contains("error identity 0: the identity has a passphrase, and none was given", "done");
        }
        said.reset();
        out.reset();
        age("add-identity KEY-A-LOCKED")
                .stanzas(0, file)
                .age("done")
                .age("ok", (byte) 0xfc)
                .age("ok");
        assertThat(unwrap()).contains("error identity 0: the passphrase is not UTF-8");
    }

    @Test
    void opensNothingWhereAnIdentityCannotBeRead() throws IOException {
        age("add-identity KEY-A")
                .age("add-identity NONE")
                .stanzas(0, file("KEY-A"))
                .age("done")
                .age("ok");
        assertThat(unwrap()).containsExactly("error identity 1: the identity: it is a key of an unknown kind", "done");
        assertThat(closed).containsExactly("KEY-A");
    }

    @Test
    void opensNoFileWithAMalformedStanzaButTheNextOne() throws IOException {
        Stanza good = stanzas(file("KEY-A")).get(0);
        byte[] longer = Arrays.copyOf(good.body(), 33);
        List<Stanza> forged = List.of(
                new Stanza(good.arguments(), longer),
                new Stanza(List.of("X25519", "AAAA"), good.body()),
                new Stanza(List.of("X25519", good.arguments().get(1), "more"), good.body()),
                new Stanza(List.of("X25519"), good.body()),
                new Stanza(List.of("mlkem768x25519", good.arguments().get(1)), good.body()));
        for (Stanza each : forged) {
            said.reset();
            out.reset();
            age("add-identity KEY-A")
                    .age("recipient-stanza 0 other", new byte[0])
                    .stanza(0, good)
                    .stanza(0, each)
                    .stanza(1, good)
                    .age("done")
                    .age("ok")
                    .age("ok");
            assertThat(unwrap())
                    .containsExactly(
                            "error stanza 0 2: the header of the file is malformed: stanza 3 does not follow its format",
                            "file-key 1: 16 bytes",
                            "done");
        }
    }

    @Test
    void tellsAgeOfABug() throws IOException {
        age("add-identity KEY-A-BROKEN").stanzas(0, file("KEY-A")).age("done").age("ok");
        assertThatThrownBy(this::unwrap).isInstanceOf(IllegalStateException.class);
        assertThat(heard()).containsExactly("error internal: a bug of the plugin: IllegalStateException");
        assertThat(closed).containsExactly("KEY-A-BROKEN");
    }

    @Test
    void refusesWhatIsNoStanza() {
        text("add-identity KEY-A\n\n");
        refused("a stanza must start with \"-> \" (line 1)");
    }

    @Test
    void refusesEmptyAndUnprintableArguments() {
        text("-> add-identity  KEY-A\n\n");
        refused("an empty or unprintable argument of a stanza (line 1)");
        said.reset();
        text("-> add-identity KEY\u0007\n\n");
        refused("an empty or unprintable argument of a stanza (line 1)");
    }

    @Test
    void refusesABodyThatIsWrappedOtherwise() {
        text("-> grease\n" + "A".repeat(68) + "\n");
        refused("a line of a stanza is longer than 64 columns (line 2)");
        said.reset();
        text("-> grease\nAA==\n");
        refused("a line of a stanza is not canonical base64 (line 2)");
        said.reset();
        text("-> grease\nAB\n");
        refused("a line of a stanza is not canonical base64 (line 2)");
    }

    @Test
    void readsABodyOfWholeLinesWithAnEmptyOneBehind() throws IOException {
        text("-> grease\n" + "A".repeat(64) + "\n\n-> done\n\n");
        assertThat(unwrap()).containsExactly("done");
    }

    @Test
    void refusesAnEndInTheMiddle() throws IOException {
        refused("age ends it in the middle");
        said.reset();
        text("-> add-identity KEY-A");
        refused("it ends inside a stanza (line 1)");
        said.reset();
        text("-> add-identity KEY-A\n");
        refused("it ends inside a stanza (line 2)");
        said.reset();
        age("add-identity KEY-A").stanzas(0, file("KEY-A"));
        refused("age ends it in the middle");
        said.reset();
        age("add-identity KEY-A").stanzas(0, file("KEY-A")).age("done");
        refused("age ends it in the middle");
        said.reset();
        age("add-identity KEY-A-LOCKED").stanzas(0, file("KEY-A")).age("done");
        refused("age ends it in the middle");
    }

    @Test
    void refusesAnswersThatAreNone() throws IOException {
        age("add-identity KEY-A").stanzas(0, file("KEY-A")).age("done").age("yes");
        refused("age answers neither ok nor fail");
        said.reset();
        age("add-identity KEY-A").stanzas(0, file("KEY-A")).age("done").age("fail");
        refused("age does not take a file key");
    }

    @Test
    void refusesIndicesThatAreNoneOrDescend() {
        for (String index : List.of("-1", "+1", "01", "x", "1000000000")) {
            said.reset();
            age("recipient-stanza " + index + " X25519 a").age("done");
            refused("the index of a file is not a number");
        }
        said.reset();
        age("recipient-stanza 1 a").age("recipient-stanza 0 a").age("done");
        refused("the indices of files do not ascend");
    }

    @Test
    void refusesCommandsOfAnotherShape() {
        age("recipient-stanza 0").age("done");
        refused("a recipient stanza has neither file nor type");
        said.reset();
        age("add-identity").age("done");
        refused("a stanza of type add-identity must have 1 arguments");
        said.reset();
        age("add-identity KEY-A KEY-B").age("done");
        refused("a stanza of type add-identity must have 1 arguments");
    }

    @Test
    void refusesAConversationWithoutEnd() {
        text("-> grease-" + "a".repeat(AgePlugin.LIMIT_BYTES));
        assertThatThrownBy(this::unwrap).hasMessageContaining("longer than 33554432 bytes");
    }

    @Test
    void saysWhatToDoInsteadOfEncrypting() throws IOException {
        age("add-recipient age1phr1abc")
                .age("grease-1", new byte[5])
                .age("wrap-file-key", new byte[16])
                .age("add-identity KEY-A")
                .age("add-recipient age1phr1def")
                .age("extension-labels")
                .age("done")
                .age("ok")
                .age("ok")
                .age("ok");
        new AgePlugin(new ByteArrayInputStream(said.toByteArray()), out).refuseToWrap("use a pen");
        assertThat(heard())
                .containsExactly(
                        "error recipient 0: use a pen",
                        "error recipient 1: use a pen",
                        "error identity 0: use a pen",
                        "done");
    }
}

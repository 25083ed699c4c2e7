package org.phrkit.transparency;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.security.SecureRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.phrkit.transparency.TransparencyException.BadSignature;
import org.phrkit.transparency.TransparencyException.Malformed;

/** Notes and their keys, by the examples of C2SP signed-note and of golang.org/x/mod/sumdb/note. */
class SignedNoteTest {
    private static final String PETER = "PeterNeumann+c74f20a3+ARpc2QcUPDhMQegwxbzhKqiBfsVkmqq/LDE4izWy10TW";
    private static final String PETER_SECRET =
            "PRIVATE+KEY+PeterNeumann+c74f20a3+AYEKFALVFGyNhPJEMzD1QIDr+Y7hfZx09iUvxdXHKDFz";
    private static final String TEXT = """
            If you think cryptography is the answer to your problem,
            then you don't know what your problem is.
            """;
    private static final String BY_PETER = "— PeterNeumann "
            + "x08go/ZJkuBS9UG/SffcvIAQxVBtiFupLLr8pAcElZInNIuGUgYN1FFYC2pZSNXgKvqfqdngotpRZb6KE6RyyBwJnAM=\n";
    private static final String ENOCH = "EnochRoot+af0cfe78+ATtqJ7zOtqQtYqOo0CpvDXNlMhV3HeJDpjrASKGLWdop";
    private static final String BY_ENOCH = "— EnochRoot "
            + "rwz+eBzmZa0SO3NbfRGzPCpDckykFXSdeX+MNtCOXm2/5n2tiOHp+vAF1aGrQ5ovTG01oOTGwnWLox33WWd1RvMc+QQ=\n";

    private final SecureRandom random = new SecureRandom();

    private static String open(String note, String key) throws TransparencyException {
        return SignedNote.open(note, NoteVerifierKey.parse(key));
    }

    @Test
    void theExampleOfTheStandardIsRead() throws Exception {
        String note = """
                This is an example message.

                — example.com/foo Uw2QOkn8srV1yJGh2VYRlL1Tnagv1YEq6TfXppzi2ONncAlTgK7Ztg1ERYNZXsYjOBH3mFXmRKuwHjG1Yu72IneyaQM=
                """;
        assertThat(open(note, "example.com/foo+530d903a+AekyeRrm56hApGFkyQR4ZCbV54Id2LKaANYcrnKv3U2k"))
                .isEqualTo("This is an example message.\n");
    }

    @Test
    void theExamplesOfGoAreReadAndWritten() throws Exception {
        NoteSigningKey key = NoteSigningKey.parse(PETER_SECRET);
        assertThat(key.exposeText()).isEqualTo(PETER_SECRET);
        assertThat(key.verifierKey()).hasToString(PETER);
        assertThat(SignedNote.sign(TEXT, key)).isEqualTo(TEXT + "\n" + BY_PETER);
        assertThat(open(TEXT + "\n" + BY_PETER, PETER)).isEqualTo(TEXT);
    }

    /** A head of the Go checksum database, with a signature of a witness below it (google/trillian-examples, witness). */
    @Test
    void theHeadOfTheGoChecksumDatabaseIsRead() throws Exception {
        String note = """
                go.sum database tree
                15067302
                gJyioq6dwR9n+NjEWORfYmH+ubeYm3kH42BBQ0bTpYI=

                — sum.golang.org Az3grp1rvWOs5NKlr/xR4GLN/CDyzzakmt1o61uSxYKpK1SerqOP2ClbX/peKUZjYnyomH5Xz7GZG3TpB7OeKn4E2ww=
                — test.example.com qTGhC/xIPQ0AXKHK6Y+9ypRfuvMZWPjRXM8NiOg5M1WREn07VQXyuIXM3NRNav3ieVFLUqDRK77PWDmL6w8w84UqeAw=
                """;
        String key = "sum.golang.org+033de0ae+Ac4zctda0e5eza+HJyk9SxEdh+s3Ux18htTTAD8OuAn8";
        assertThat(open(note, key)).startsWith("go.sum database tree\n15067302\n");
    }

    @Test
    void signaturesOfOthersArePassedOver() throws Exception {
        assertThat(open(TEXT + "\n" + BY_PETER + BY_ENOCH, PETER)).isEqualTo(TEXT);
        assertThat(open(TEXT + "\n" + BY_PETER + BY_ENOCH, ENOCH)).isEqualTo(TEXT);
        // Of the same name, or the same id, but not both.
        assertThat(open(TEXT + "\n" + BY_PETER + BY_ENOCH.replace("EnochRoot", "PeterNeumann"), PETER))
                .isEqualTo(TEXT);
        assertThat(open(TEXT + "\n" + BY_PETER + BY_PETER.replace("PeterNeumann", "Paul"), PETER))
                .isEqualTo(TEXT);
        // Of an algorithm with longer signatures.
        assertThat(open(TEXT + "\n— other " + "A".repeat(6_400) + "\n" + BY_PETER, PETER))
                .isEqualTo(TEXT);
        assertThatThrownBy(() -> open(TEXT + "\n" + BY_ENOCH, PETER))
                .isInstanceOf(BadSignature.class)
                .hasMessage("the note is not signed by the key PeterNeumann+c74f20a3");
    }

    @Test
    void aBadSignatureOfTheKeyRefusesTheNote() {
        String altered = BY_PETER.replace("x08go/ZJ", "x08go/ZK");
        for (String signatures : new String[] {
            altered,
            BY_PETER + altered,
            altered + BY_PETER,
            BY_PETER.replace("nAM=", "nAMAAAA="),
            "— PeterNeumann x08go/ZJ\n"
        }) {
            assertThatThrownBy(() -> open(TEXT + "\n" + signatures, PETER))
                    .isInstanceOf(BadSignature.class)
                    .hasMessage("the signature of the note does not match: the note, or the signature, was altered");
        }
        assertThatThrownBy(() -> open(TEXT.replace("answer", "Answer") + "\n" + BY_PETER, PETER))
                .isInstanceOf(BadSignature.class);
    }

    @Test
    void whatIsNoNoteIsRefused() {
        for (String note : new String[] {
            "",
            TEXT,
            TEXT + "\n",
            BY_PETER,
            TEXT + BY_PETER,
            TEXT + "\n" + BY_PETER.strip(),
            TEXT + "\n" + BY_PETER + "\n",
            "\u0001" + TEXT + "\n" + BY_PETER,
            TEXT.replace("\n", "\r\n") + "\n" + BY_PETER,
            "\ud83e" + TEXT + "\n" + BY_PETER,
            TEXT + "\n" + BY_PETER.repeat(65),
            TEXT.repeat(1_400) + "\n" + BY_PETER
        }) {
            assertThatThrownBy(() -> open(note, PETER))
                    .isInstanceOf(Malformed.class)
                    .hasMessage("is not a signed note");
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "Unexpected line.",
                "- PeterNeumann x08go/ZJkuBS9UG/",
                "—PeterNeumann x08go/ZJkuBS9UG/",
                "— x08go/ZJkuBS9UG/",
                "—  x08go/ZJkuBS9UG/",
                "— Peter Neumann x08go/ZJkuBS9UG/",
                "— Peter+Neumann x08go/ZJkuBS9UG/",
                "— PeterNeumann ",
                "— PeterNeumann x08go/==",
                "— PeterNeumann x08go/ZJkuBS9UG",
                "— PeterNeumann x08go/ZJkuBS9U=G",
                "— PeterNeumann x08go/ZJkuBS9UG_",
                "— PeterNeumann x08go/ZJkuBS9UH=",
                "— PeterNeumann"
            })
    void whatIsNoSignatureIsRefused(String line) {
        for (String signatures : new String[] {line + "\n" + BY_PETER, BY_PETER + line + "\n"}) {
            assertThatThrownBy(() -> open(TEXT + "\n" + signatures, PETER))
                    .isInstanceOf(Malformed.class)
                    .hasMessage("has a line among its signatures that is none");
        }
    }

    /** The text ends at the last empty line. */
    @Test
    void aTextMayHaveEmptyLines() throws Exception {
        NoteSigningKey key = NoteSigningKey.generate("store.example/log", random);
        String text = "One\n\n— PeterNeumann x08go/ZJkuBS9UG/\n\n\ntwo ü\n";
        assertThat(SignedNote.open(SignedNote.sign(text, key), key.verifierKey()))
                .isEqualTo(text);
        for (String wrong :
                new String[] {"", "no line end", "tab\t\n", "\ud83e\n", "x".repeat(SignedNote.LIMIT_LENGTH) + "\n"}) {
            assertThatThrownBy(() -> SignedNote.sign(wrong, key)).isInstanceOf(IllegalArgumentException.class);
        }
    }

    /** The longest note is read again, and has the room that the standard asks for. */
    @Test
    void theLongestNoteIsReadAgain() throws Exception {
        String name = "n".repeat(NoteVerifierKey.LONGEST_NAME);
        NoteSigningKey key = NoteSigningKey.generate(name, random);
        int rest = SignedNote.sign("\n", key).length() - 1;
        String text = "x".repeat(SignedNote.LIMIT_LENGTH - rest - 1) + "\n";
        assertThat(SignedNote.open(SignedNote.sign(text, key), key.verifierKey()))
                .isEqualTo(text);
        assertThatThrownBy(() -> SignedNote.sign("x" + text, key))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("the note would be longer than 131072 characters");
        String others = ("— " + name + " " + "A".repeat(6_700) + "\n").repeat(15);
        assertThat(SignedNote.open(SignedNote.sign("x\n", key) + others, key.verifierKey()))
                .isEqualTo("x\n");
        String many = ("— other " + "A".repeat(92) + "\n").repeat(SignedNote.MOST_SIGNATURES - 1);
        assertThat(SignedNote.open(SignedNote.sign("x\n", key) + many, key.verifierKey()))
                .isEqualTo("x\n");
    }

    /** Each part of a key, and each key with one character changed, is another key or none. */
    @Test
    void manglingsOfKeysAreRefused() throws Exception {
        for (int from = 0; from < PETER.length(); from++) {
            for (int to = from + 1; to <= PETER.length(); to++) {
                if (to - from < PETER.length()) {
                    String part = PETER.substring(from, to);
                    assertThatThrownBy(() -> NoteVerifierKey.parse(part))
                            .as(part)
                            .isInstanceOf(Malformed.class);
                }
            }
        }
        for (int at = 0; at < PETER.length(); at++) {
            String changed = PETER.substring(0, at) + (char) (PETER.charAt(at) + 1) + PETER.substring(at + 1);
            assertThatThrownBy(() -> NoteVerifierKey.parse(changed)).as(changed).isInstanceOf(Malformed.class);
        }
        for (int at = 0; at < PETER_SECRET.length(); at++) {
            String changed = PETER_SECRET.substring(0, at)
                    + (char) (PETER_SECRET.charAt(at) + 1)
                    + PETER_SECRET.substring(at + 1);
            String start = PETER_SECRET.substring(0, at);
            assertThatThrownBy(() -> NoteSigningKey.parse(changed)).as(changed).isInstanceOf(Malformed.class);
            assertThatThrownBy(() -> NoteSigningKey.parse(start)).as(start).isInstanceOf(Malformed.class);
        }
    }

    /** Their ids are right: what is wrong is the algorithm, the length, or the name. */
    @Test
    void keysOfOtherKindsAreRefused() {
        for (String other : new String[] {
            "PeterNeumann+cc469956+ARpc2QcUPDhMQegwxbzhKqiBfsVkmqq/LDE4izWy10TWBADKEY==",
            "PeterNeumann+173116ae+ZRpc2QcUPDhMQegwxbzhKqiBfsVkmqq/LDE4izWy10TW"
        }) {
            assertThatThrownBy(() -> NoteVerifierKey.parse(other))
                    .isInstanceOf(Malformed.class)
                    .hasMessage("the key to check a log with is not one of Ed25519");
        }
        assertThatThrownBy(() -> NoteVerifierKey.parse(PETER.replace("c74f", "c74e")))
                .hasMessage("the name or the id is not that of the key to check a log with");
        assertThatThrownBy(() -> NoteSigningKey.parse(PETER_SECRET.replace("c74f", "c74e")))
                .hasMessage("the name or the id is not that of the key that signs a log");
        assertThatThrownBy(() -> NoteSigningKey.parse(PETER_SECRET + "AAAA"))
                .hasMessage("the key that signs a log is not one of Ed25519");
        assertThatThrownBy(() -> NoteSigningKey.parse(PETER))
                .hasMessage("a key that signs a log is written PRIVATE+KEY+NAME+ID+KEY");
        assertThatThrownBy(() -> NoteVerifierKey.parse(PETER_SECRET))
                .hasMessage("a key to check a log with is written NAME+ID+KEY");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "a b", "a+b", "a\u00a0b", "a\u2003b", "a\u0085b", "a\nb", "\ud83e"})
    void whatIsNoNameIsASlip(String name) {
        assertThatThrownBy(() -> NoteSigningKey.generate(name, random)).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void theLongestNameIsReadAgain() throws Exception {
        String longest = "ü".repeat(NoteVerifierKey.LONGEST_NAME);
        NoteSigningKey key = NoteSigningKey.generate(longest, random);
        assertThat(NoteVerifierKey.parse(key.verifierKey().toString()))
                .isEqualTo(key.verifierKey())
                .hasSameHashCodeAs(key.verifierKey());
        assertThat(NoteSigningKey.parse(key.exposeText()).verifierKey()).isEqualTo(key.verifierKey());
        assertThatThrownBy(() -> NoteSigningKey.generate(longest + "u", random))
                .isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void aSecretGoesAndDoesNotShow() throws Exception {
        NoteSigningKey key = NoteSigningKey.parse(PETER_SECRET);
        assertThat(key).hasToString("NoteSigningKey[" + PETER + "]");
        key.close();
        assertThat(key.isDestroyed()).isTrue();
        assertThatThrownBy(() -> SignedNote.sign(TEXT, key)).isInstanceOf(IllegalStateException.class);
        assertThatThrownBy(key::exposeText).isInstanceOf(IllegalStateException.class);
    }
}

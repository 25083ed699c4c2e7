package org.phrkit.age;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.BufferedInputStream;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.security.SecureRandom;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.phrkit.age.format.HeaderReader;

/** A header apart from its payload: new readers and fewer, without a byte of the payload. */
class AgeHeaderTest {
    private static final SecureRandom RANDOM = new SecureRandom();

    private final X25519Identity patient = X25519Identity.generate(RANDOM);
    private final X25519Identity doctor = X25519Identity.generate(RANDOM);
    private final X25519Identity colleague = X25519Identity.generate(RANDOM);
    private final HybridIdentity hybrid = HybridIdentity.generate(RANDOM);
    private final byte[] content = new byte[70_000];

    private byte[] file(Recipient... recipients) throws IOException {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        Age.encrypt(List.of(recipients), new ByteArrayInputStream(content), out, RANDOM);
        return out.toByteArray();
    }

    private static byte[] join(AgeHeader header, byte[] payload) {
        byte[] start = header.bytes();
        byte[] file = Arrays.copyOf(start, start.length + payload.length);
        System.arraycopy(payload, 0, file, start.length, payload.length);
        return file;
    }

    private static byte[] opened(byte[] file, Identity identity) throws IOException {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        Age.decrypt(List.of(identity), new ByteArrayInputStream(file), out);
        return out.toByteArray();
    }

    @Test
    void aFileIsSplitIntoHeaderAndPayload() throws Exception {
        byte[] file = file(patient.recipient(), doctor.recipient());
        BufferedInputStream in = new BufferedInputStream(new ByteArrayInputStream(file));
        AgeHeader header = AgeHeader.read(in);
        byte[] payload = in.readAllBytes();
        assertThat(join(header, payload)).isEqualTo(file);
        assertThat((long) payload.length).isEqualTo(Age.payloadSizeBytes(content.length));
        assertThat(header.stanzas()).isEqualTo(2);
        assertThat(AgeHeader.of(header.bytes()).bytes()).isEqualTo(header.bytes());
    }

    @Test
    void aPayloadHasTheSizeThatWasSaid() throws Exception {
        for (int size : new int[] {0, 1, 65_535, 65_536, 65_537, 131_072, 131_073}) {
            ByteArrayOutputStream out = new ByteArrayOutputStream();
            Age.encrypt(List.of(doctor.recipient()), new ByteArrayInputStream(new byte[size]), out, RANDOM);
            BufferedInputStream in = new BufferedInputStream(new ByteArrayInputStream(out.toByteArray()));
            AgeHeader.read(in);
            assertThat((long) in.readAllBytes().length).as("of %d", size).isEqualTo(Age.payloadSizeBytes(size));
        }
    }

    @Test
    void aReaderIsAddedAndTakenAway() throws Exception {
        byte[] file = file(patient.recipient(), doctor.recipient());
        BufferedInputStream in = new BufferedInputStream(new ByteArrayInputStream(file));
        AgeHeader header = AgeHeader.read(in);
        byte[] payload = in.readAllBytes();
        AgeHeader more = header.adding(List.of(patient), List.of(colleague.recipient()), RANDOM);
        for (Identity reader : List.of(patient, doctor, colleague)) {
            assertThat(opened(join(more, payload), reader)).isEqualTo(content);
        }
        assertThat(new String(more.bytes(), US_ASCII))
                .as("the stanzas that were there")
                .startsWith(new String(header.bytes(), US_ASCII).replaceFirst("---.*\n", ""));
        AgeHeader fewer = more.only(List.of(patient), List.of(patient.recipient(), colleague.recipient()), RANDOM);
        for (Identity reader : List.of(patient, colleague)) {
            assertThat(opened(join(fewer, payload), reader)).isEqualTo(content);
        }
        assertThatThrownBy(() -> opened(join(fewer, payload), doctor)).isInstanceOf(AgeException.NoMatch.class);
    }

    @Test
    void nobodyChangesAHeaderThatHeCannotOpen() throws Exception {
        AgeHeader header = header(file(patient.recipient()));
        assertThatThrownBy(() -> header.adding(List.of(doctor), List.of(doctor.recipient()), RANDOM))
                .isInstanceOf(AgeException.NoMatch.class);
        assertThatThrownBy(() -> header.only(List.of(doctor), List.of(doctor.recipient()), RANDOM))
                .isInstanceOf(AgeException.NoMatch.class);
    }

    private static AgeHeader header(byte[] file) throws IOException {
        return AgeHeader.read(new BufferedInputStream(new ByteArrayInputStream(file)));
    }

    /** A stanza that the store put in would otherwise be authenticated by the next one who adds a reader. */
    @Test
    void aHeaderThatWasAlteredIsNotMadeGenuine() throws Exception {
        String mine = new String(header(file(patient.recipient())).bytes(), US_ASCII);
        String others = new String(header(file(doctor.recipient())).bytes(), US_ASCII);
        String stanza = others.substring(others.indexOf("->"), others.indexOf("---"));
        AgeHeader altered = AgeHeader.of(mine.replace("---", stanza + "---").getBytes(US_ASCII));
        assertThat(altered.stanzas()).isEqualTo(2);
        assertThatThrownBy(() -> altered.adding(List.of(patient), List.of(colleague.recipient()), RANDOM))
                .isInstanceOf(AgeException.Mac.class);
        assertThatThrownBy(() -> altered.only(List.of(patient), List.of(colleague.recipient()), RANDOM))
                .isInstanceOf(AgeException.Mac.class);
    }

    @Test
    void kindsAreNotMixed() throws Exception {
        AgeHeader plain = header(file(patient.recipient()));
        AgeHeader postQuantum = header(file(hybrid.recipient()));
        assertThatThrownBy(() -> plain.adding(List.of(patient), List.of(hybrid.recipient()), RANDOM))
                .hasMessage(Age.MIXED);
        assertThatThrownBy(() -> postQuantum.adding(List.of(hybrid), List.of(patient.recipient()), RANDOM))
                .hasMessage(Age.MIXED);
        assertThatThrownBy(() -> plain.only(List.of(patient), List.of(patient.recipient(), hybrid.recipient()), RANDOM))
                .hasMessage(Age.MIXED);
        HybridIdentity second = HybridIdentity.generate(RANDOM);
        assertThat(postQuantum
                        .adding(List.of(hybrid), List.of(second.recipient()), RANDOM)
                        .stanzas())
                .isEqualTo(2);
    }

    @Test
    void aPassphraseStaysAlone() throws Exception {
        AgeHeader header = header(file(new ScryptRecipient("x".toCharArray(), 10)));
        ScryptIdentity passphrase = new ScryptIdentity("x".toCharArray(), 10);
        assertThatThrownBy(() -> header.adding(List.of(passphrase), List.of(doctor.recipient()), RANDOM))
                .isInstanceOf(AgeException.Header.class)
                .hasMessage("header failure: in a file with a passphrase, the header cannot be "
                        + "replaced without the content");
    }

    @Test
    void aHeaderStandsAlone() throws Exception {
        byte[] file = file(patient.recipient());
        assertThatThrownBy(() -> AgeHeader.of(file))
                .isInstanceOf(AgeException.Header.class)
                .hasMessage("header failure: there is data after it");
        byte[] header = header(file).bytes();
        assertThatThrownBy(() -> AgeHeader.of(Arrays.copyOf(header, header.length - 1)))
                .isInstanceOf(AgeException.Header.class);
        assertThatThrownBy(() -> header(new byte[100])).isInstanceOf(AgeException.Header.class);
    }

    @Test
    void aHeaderHoldsNoMoreThanIsRead() throws Exception {
        AgeHeader header = header(file(patient.recipient()));
        List<X25519Recipient> many = Collections.nCopies(HeaderReader.LIMIT_STANZAS - 1, doctor.recipient());
        AgeHeader most = header.adding(List.of(patient), many, RANDOM);
        assertThat(AgeHeader.of(most.bytes()).stanzas()).isEqualTo(10_000);
        assertThatThrownBy(() -> most.adding(List.of(patient), List.of(doctor.recipient()), RANDOM))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("10001 recipients do not go into one file: at most 10000 do");
        assertThatThrownBy(() -> header.adding(List.of(patient), List.<KeyRecipient>of(), RANDOM))
                .hasMessage("a file needs at least one recipient");
    }
}

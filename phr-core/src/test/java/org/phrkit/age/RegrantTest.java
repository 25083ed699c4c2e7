package org.phrkit.age;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.channels.WritableByteChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RegrantTest {
    private static final SecureRandom RANDOM = new SecureRandom();
    private static final byte[] PLAIN = new byte[200_000];

    private final X25519Identity patient = X25519Identity.generate(RANDOM);
    private final X25519Identity doctor = X25519Identity.generate(RANDOM);

    @TempDir
    private Path folder;

    private byte[] encryptAgain(byte[] file, Regrant regrant) throws IOException {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        regrant.encryptAgain(new ByteArrayInputStream(file), out, RANDOM);
        return out.toByteArray();
    }

    private byte[] writeNewHeader(byte[] file, Regrant regrant) throws IOException {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        Path old = Files.write(folder.resolve("old.age"), file);
        try (FileChannel in = FileChannel.open(old);
                WritableByteChannel to = Channels.newChannel(out)) {
            regrant.writeNewHeader(in, to, RANDOM);
        }
        return out.toByteArray();
    }

    private static byte[] encrypt(Recipient recipient) throws IOException {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        Age.encrypt(List.of(recipient), new ByteArrayInputStream(PLAIN), out, RANDOM);
        return out.toByteArray();
    }

    private static boolean opens(Identity identity, byte[] file) throws IOException {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        try {
            Age.decrypt(List.of(identity), new ByteArrayInputStream(file), out);
        } catch (AgeException.NoMatch e) {
            return false;
        }
        return Arrays.equals(out.toByteArray(), PLAIN);
    }

    @Test
    void theNewFileIsForTheNamedAndForTheGranterIfWanted() throws IOException {
        byte[] file = encrypt(patient.recipient());
        for (boolean withGranter : new boolean[] {true, false}) {
            Regrant regrant = new Regrant(List.of(patient), List.of(doctor.recipient()), withGranter);
            for (byte[] granted : List.of(encryptAgain(file, regrant), writeNewHeader(file, regrant))) {
                assertThat(opens(doctor, granted)).isTrue();
                assertThat(opens(patient, granted)).isEqualTo(withGranter);
            }
        }
    }

    @Test
    void aFreshFileKeyChangesThePayloadAndANewHeaderDoesNot() throws IOException {
        byte[] file = encrypt(patient.recipient());
        Regrant regrant = new Regrant(List.of(patient), List.of(doctor.recipient()), false);
        int payload = 200_000;
        byte[] tail = Arrays.copyOfRange(file, file.length - payload, file.length);
        byte[] again = encryptAgain(file, regrant);
        byte[] rewrapped = writeNewHeader(file, regrant);
        assertThat(Arrays.copyOfRange(again, again.length - payload, again.length))
                .isNotEqualTo(tail);
        assertThat(Arrays.copyOfRange(rewrapped, rewrapped.length - payload, rewrapped.length))
                .isEqualTo(tail);
    }

    /** As a pipe may. */
    @Test
    void anOutputMayTakeAFewBytesAtATime() throws IOException {
        byte[] file = encrypt(patient.recipient());
        Regrant regrant = new Regrant(List.of(patient), List.of(doctor.recipient()), true);
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        WritableByteChannel slow = new WritableByteChannel() {
            @Override
            public int write(ByteBuffer bytes) {
                byte[] some = new byte[Math.min(101, bytes.remaining())];
                bytes.get(some);
                out.writeBytes(some);
                return some.length;
            }

            @Override
            public boolean isOpen() {
                return true;
            }

            @Override
            public void close() {
                // Nothing to end.
            }
        };
        Path old = Files.write(folder.resolve("slow.age"), file);
        try (FileChannel in = FileChannel.open(old)) {
            regrant.writeNewHeader(in, slow, RANDOM);
        }
        assertThat(opens(doctor, out.toByteArray())).isTrue();
        assertThat(opens(patient, out.toByteArray())).isTrue();
    }

    @Test
    void aTruncatedFileIsNotPassedOnAsWhole() throws IOException {
        byte[] file = encrypt(patient.recipient());
        Regrant regrant = new Regrant(List.of(patient), List.of(doctor.recipient()), false);
        byte[] cut = Arrays.copyOf(file, file.length - 10);
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        assertThatThrownBy(() -> regrant.encryptAgain(new ByteArrayInputStream(cut), out, RANDOM))
                .isInstanceOf(AgeException.Payload.class);
        assertThatThrownBy(() -> opens(doctor, out.toByteArray())).isInstanceOf(AgeException.Payload.class);
        byte[] noPayload = Arrays.copyOf(file, 168 + 16);
        assertThatThrownBy(() -> writeNewHeader(noPayload, regrant)).isInstanceOf(AgeException.Payload.class);
    }

    @Test
    void passphrasesAndMixturesAreRefused() throws IOException {
        byte[] file = encrypt(new ScryptRecipient("secret".toCharArray(), 4));
        ScryptIdentity passphrase = new ScryptIdentity("secret".toCharArray(), 4);
        assertThatThrownBy(
                        () -> encryptAgain(file, new Regrant(List.of(passphrase), List.of(doctor.recipient()), true)))
                .isInstanceOf(IllegalArgumentException.class);
        assertThat(opens(
                        doctor,
                        encryptAgain(file, new Regrant(List.of(passphrase), List.of(doctor.recipient()), false))))
                .isTrue();
        assertThatThrownBy(() ->
                        writeNewHeader(file, new Regrant(List.of(passphrase), List.of(doctor.recipient()), false)))
                .isInstanceOf(IllegalArgumentException.class);
        Recipient hybrid = HybridIdentity.generate(RANDOM).recipient();
        assertThatThrownBy(() -> encryptAgain(
                        encrypt(patient.recipient()), new Regrant(List.of(patient), List.of(hybrid), true)))
                .isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void aNewHeaderIsWrittenFromWhereverTheFileStands() throws IOException {
        Path file = Files.write(folder.resolve("standing.age"), encrypt(patient.recipient()));
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        try (FileChannel in = FileChannel.open(file);
                WritableByteChannel to = Channels.newChannel(out)) {
            in.position(40);
            new Regrant(List.of(patient), List.of(doctor.recipient()), false).writeNewHeader(in, to, RANDOM);
        }
        assertThat(opens(doctor, out.toByteArray())).isTrue();
    }

    @Test
    void aNewHeaderMayBeForTheGranterAlone() throws IOException {
        byte[] file = encrypt(patient.recipient());
        byte[] again = writeNewHeader(file, new Regrant(List.of(patient), List.of(), true));
        assertThat(again).isNotEqualTo(file);
        assertThat(opens(patient, again)).isTrue();
    }

    @Test
    void aNewHeaderIsNotForAPassphrase() throws IOException {
        ScryptRecipient passphrase = new ScryptRecipient("secret".toCharArray(), 4);
        assertThatThrownBy(() -> writeNewHeader(
                        encrypt(patient.recipient()), new Regrant(List.of(patient), List.of(passphrase), false)))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("in a file with a passphrase, the header cannot be replaced without the content");
    }

    @Test
    void aFileThatAnEditorChangedIsCalledWhatItIs() throws IOException {
        Regrant regrant = new Regrant(List.of(patient), List.of(doctor.recipient()), false);
        byte[] file = encrypt(patient.recipient());
        byte[] marked = new byte[file.length + 3];
        System.arraycopy(new byte[] {(byte) 0xef, (byte) 0xbb, (byte) 0xbf}, 0, marked, 0, 3);
        System.arraycopy(file, 0, marked, 3, file.length);
        assertThatThrownBy(() -> writeNewHeader(marked, regrant))
                .isInstanceOf(AgeException.Converted.class)
                .hasMessageContaining("a byte order mark in front");
    }
}

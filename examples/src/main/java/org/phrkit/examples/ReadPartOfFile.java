package org.phrkit.examples;

import java.nio.ByteBuffer;
import java.nio.channels.SeekableByteChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.List;
import org.phrkit.age.Age;
import org.phrkit.age.X25519Identity;

/** Reads the end of an encrypted file without decrypting what stands before it. */
public final class ReadPartOfFile {
    private static final int PART_BYTES = 100;

    private ReadPartOfFile() {}

    /** Takes the file, of 100 bytes at least, and where to put it encrypted. */
    public static void main(String[] args) throws Exception {
        Path sealed = Path.of(args[1]);
        SecureRandom random = new SecureRandom();
        try (X25519Identity doctor = X25519Identity.generate(random)) {
            Age.encrypt(List.of(doctor.recipient()), Path.of(args[0]), sealed, random);
            try (SeekableByteChannel plaintext = Age.openSeekable(List.of(doctor), sealed)) {
                ByteBuffer end = ByteBuffer.allocate(PART_BYTES);
                plaintext.position(plaintext.size() - PART_BYTES);
                while (end.hasRemaining()) {
                    plaintext.read(end);
                }
                System.out.print(StandardCharsets.UTF_8.decode(end.flip()));
            }
        }
    }
}

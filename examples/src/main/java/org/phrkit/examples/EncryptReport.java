package org.phrkit.examples;

import java.io.IOException;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.List;
import org.phrkit.age.Age;
import org.phrkit.age.X25519Identity;

/** Encrypts a file to a doctor and opens it with her key. */
public final class EncryptReport {
    private EncryptReport() {}

    /** Takes the file, and where to put it encrypted and decrypted. */
    public static void main(String[] args) throws IOException {
        Path report = Path.of(args[0]);
        Path sealed = Path.of(args[1]);
        Path opened = Path.of(args[2]);
        SecureRandom random = new SecureRandom();
        try (X25519Identity doctor = X25519Identity.generate(random)) {
            Age.encrypt(List.of(doctor.recipient()), report, sealed, random);
            Age.decrypt(List.of(doctor), sealed, opened);
            System.out.println("encrypted to " + doctor.recipient());
        }
    }
}

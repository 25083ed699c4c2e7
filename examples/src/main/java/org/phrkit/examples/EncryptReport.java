package org.phrkit.examples;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.List;
import org.phrkit.age.Age;
import org.phrkit.age.Identity;
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
        try (Identity doctor = X25519Identity.generate(random)) {
            try (InputStream in = Files.newInputStream(report);
                    OutputStream out = Files.newOutputStream(sealed)) {
                Age.encrypt(List.of(doctor.recipient()), in, out, random);
            }
            try (InputStream in = Files.newInputStream(sealed);
                    OutputStream out = Files.newOutputStream(opened)) {
                Age.decrypt(List.of(doctor), in, out);
            }
            System.out.println("encrypted to " + doctor.recipient());
        }
    }
}

package org.phrkit.examples;

import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.List;
import org.phrkit.age.Age;
import org.phrkit.age.AgeException;
import org.phrkit.age.Regrant;
import org.phrkit.age.X25519Identity;

/** Encrypts a file to a doctor and the patient herself, who hands it on to a second doctor later. */
public final class SecondOpinion {
    private SecondOpinion() {}

    /** Takes the file, and where to put it encrypted, encrypted again, and opened by the second doctor. */
    public static void main(String[] args) throws Exception {
        Path first = Path.of(args[1]);
        Path again = Path.of(args[2]);
        SecureRandom random = new SecureRandom();
        try (X25519Identity patient = X25519Identity.generate(random);
                X25519Identity doctor = X25519Identity.generate(random);
                X25519Identity colleague = X25519Identity.generate(random)) {
            Age.encrypt(List.of(doctor.recipient(), patient.recipient()), Path.of(args[0]), first, random);

            boolean withPatient = true;
            new Regrant(List.of(patient), List.of(colleague.recipient()), withPatient)
                    .encryptAgain(first, again, random);
            Age.decrypt(List.of(colleague), again, Path.of(args[3]));
            System.out.println(
                    "recipients: " + Age.inspect(again).recipientKinds().size());
            try {
                Age.open(List.of(doctor), again).close();
                throw new IllegalStateException("the first doctor opens what was not encrypted to him");
            } catch (AgeException.NoMatch e) {
                System.out.println("the first doctor opens the first file alone");
            }
        }
    }
}

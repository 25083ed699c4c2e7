package org.phrkit.examples;

import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.phrkit.age.X25519Identity;
import org.phrkit.report.ReportReader;
import org.phrkit.report.ReportReader.Expectation;
import org.phrkit.report.ReportWriter;
import org.phrkit.report.Source;
import org.phrkit.sign.SigningKey;

/** Sends a signed report, which the doctor opens only if the patient signed it. */
public final class SendSignedReport {
    private SendSignedReport() {}

    /** Takes the file to send, where to put the report, and the folder for what the doctor unpacks. */
    public static void main(String[] args) throws Exception {
        Path report = Path.of(args[1]);
        SecureRandom random = new SecureRandom();
        try (SigningKey patient = SigningKey.generate(random);
                X25519Identity doctor = X25519Identity.generate(random)) {
            List<Source> files = List.of(Source.of(Path.of(args[0])));
            ReportWriter.seal(files, patient, List.of(doctor.recipient()), Instant.now(), report, random);

            Expectation fromPatient =
                    new Expectation(Optional.of(patient.verificationKey()), Optional.empty(), Optional.empty());
            try (ReportReader opened = ReportReader.open(List.of(doctor), report, fromPatient)) {
                opened.readFiles(Path.of(args[2]));
                System.out.println("signed by " + opened.manifest().sender());
            }
        }
    }
}

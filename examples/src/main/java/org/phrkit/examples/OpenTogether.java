package org.phrkit.examples;

import java.io.BufferedInputStream;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.List;
import org.phrkit.age.Age;
import org.phrkit.age.AgeHeader;
import org.phrkit.age.Identity;
import org.phrkit.age.KeyRecipient;
import org.phrkit.mediation.CurvePoint;
import org.phrkit.mediation.DoctorPart;
import org.phrkit.mediation.Opening;
import org.phrkit.mediation.ReportPart;
import org.phrkit.mediation.StorePart;

/** Opens a file with three parts of a key: a stolen device opens nothing, and neither does the store. */
public final class OpenTogether {
    private OpenTogether() {}

    /** Takes the file, and where to put it encrypted and opened. */
    public static void main(String[] args) throws Exception {
        Path sealed = Path.of(args[1]);
        SecureRandom random = new SecureRandom();
        try (StorePart atStore = StorePart.generate(random);
                DoctorPart onDevice = DoctorPart.generate(random);
                ReportPart ofReport = ReportPart.generate(random)) {
            // The patient draws the report's part, encrypts with it, and hands it to the store.
            KeyRecipient doctor = ofReport.recipient(onDevice.recipient(atStore.point()));
            Age.encrypt(List.of(doctor), Path.of(args[0]), sealed, random);

            // The doctor's device asks a blinded question, and the store answers as long as it has the report's part.
            try (Opening opening = onDevice.open(share(sealed), random)) {
                CurvePoint answer = atStore.answer(ofReport, opening.request().point());
                try (Identity identity = opening.identity(answer, doctor)) {
                    Age.decrypt(List.of(identity), sealed, Path.of(args[2]));
                }
            }
            System.out.println("opened together");
        }
    }

    private static byte[] share(Path sealed) throws Exception {
        try (InputStream in = Files.newInputStream(sealed)) {
            return AgeHeader.read(new BufferedInputStream(in)).shares().get(0);
        }
    }
}

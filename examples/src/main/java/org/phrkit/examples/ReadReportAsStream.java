package org.phrkit.examples;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.phrkit.age.X25519Identity;
import org.phrkit.report.ReportReader;
import org.phrkit.report.ReportReader.Expectation;
import org.phrkit.report.ReportWriter;
import org.phrkit.report.Source;
import org.phrkit.sign.SigningKey;

/** Reads the files of a report into memory, so that no plaintext is written to the disk. */
public final class ReadReportAsStream {
    private ReadReportAsStream() {}

    /** Takes where to put the report, then the files that go into it. */
    public static void main(String[] args) throws Exception {
        Path report = Path.of(args[0]);
        List<Source> files = List.of(args).subList(1, args.length).stream()
                .map(file -> Source.of(Path.of(file)))
                .toList();
        SecureRandom random = new SecureRandom();
        try (SigningKey patient = SigningKey.generate(random);
                X25519Identity doctor = X25519Identity.generate(random)) {
            ReportWriter.seal(files, patient, List.of(doctor.recipient()), Instant.now(), report, random);
            Map<String, ByteArrayOutputStream> read = new LinkedHashMap<>();
            try (ReportReader opened = ReportReader.open(List.of(doctor), report, Expectation.NONE)) {
                opened.readFiles(file -> read.computeIfAbsent(file.name(), name -> new ByteArrayOutputStream()));
            }
            // Only now is it certain that nothing was altered or left out.
            read.forEach((name, bytes) -> System.out.printf("%s: %d lines%n", name, lines(bytes)));
        }
    }

    private static long lines(ByteArrayOutputStream bytes) {
        return bytes.toString(StandardCharsets.UTF_8).lines().count();
    }
}

import org.jspecify.annotations.NullMarked;

/**
 * Secure exchange of personal health records, and anonymised release of health tables.
 *
 * <pre>{@code
 * try (X25519Identity doctor = X25519Identity.generate(random)) {
 *     Age.encrypt(List.of(doctor.recipient()), Path.of("scan.pdf"), Path.of("scan.pdf.age"), random);
 *     Age.decrypt(List.of(doctor), Path.of("scan.pdf.age"), Path.of("opened.pdf"));
 * }
 * Csv.write(new Anonymisation(5).of(Csv.read(patients, schema::bind)).table(), release);
 * }</pre>
 *
 * <p>{@code mvn install -DskipTests} puts the library into the local repository of Maven; a program then depends on
 *
 * <pre>{@code
 * <dependency>
 *   <groupId>org.phrkit</groupId>
 *   <artifactId>phr-core</artifactId>
 *   <version>0.1.0-SNAPSHOT</version>
 * </dependency>
 * }</pre>
 *
 * <p>and, if it is a module, {@code requires org.phrkit.core}. Java 17 or newer.
 *
 * <p><b>Where to begin.</b> Files: {@link org.phrkit.age.Age}. Signed reports: {@link org.phrkit.report.ReportWriter} and
 * {@link org.phrkit.report.ReportReader}. Splitting a key: {@link org.phrkit.split.Slip39}. Tables:
 * {@link org.phrkit.microaggregation.Anonymisation} makes a release, {@link org.phrkit.verify.ReleaseCheck} judges one
 * without any code that made it. The page of each package has an example of its own.
 *
 * <p><b>Conventions.</b> The library neither prints nor exits, and reads neither the environment nor the clock: streams,
 * times and randomness are passed in. A slip of the program is an {@link java.lang.IllegalArgumentException}; bad input is a
 * {@link org.phrkit.input.BadInputException}, whose subtype and message name the place and never quote a secret or a cell;
 * a privacy check that fails is a value. {@code null} is accepted nowhere. The same input gives the same release on every
 * machine.
 */
@NullMarked
// commons-math3 declares no module name: Java derives it from the name of its file. The modules that talk to a store
// are
// built after this one.
@SuppressWarnings({"requires-automatic", "module"})
module org.phrkit.core {
    requires static transitive org.jspecify;
    requires commons.math3;
    requires org.apache.commons.compress;
    requires org.bouncycastle.provider;
    requires org.dhatim.fastexcel.reader;
    requires tools.jackson.core;
    requires tools.jackson.databind;
    requires tools.jackson.dataformat.csv;

    exports org.phrkit.age;
    exports org.phrkit.input;
    exports org.phrkit.mediation;
    exports org.phrkit.rc4;
    exports org.phrkit.pseudonym;
    exports org.phrkit.table;
    exports org.phrkit.report;
    exports org.phrkit.sign;
    exports org.phrkit.split;
    exports org.phrkit.store;
    exports org.phrkit.text;
    exports org.phrkit.transparency;
    exports org.phrkit.json to
            org.phrkit.client,
            org.phrkit.server;
    exports org.phrkit.microaggregation;
    exports org.phrkit.neighbours;
    exports org.phrkit.privacy;
    exports org.phrkit.verify;
}

/**
 * Signed reports: files that go from a sender to recipients, so that each of these knows who sent them, and that they were
 * sent to her.
 *
 * <p>Begin with {@link org.phrkit.report.ReportWriter#seal(java.util.List, org.phrkit.sign.SigningKey, java.util.List,
 * java.time.Instant, java.nio.file.Path, java.security.SecureRandom) ReportWriter.seal} and
 * {@link org.phrkit.report.ReportReader#open(java.util.Collection, java.nio.file.Path,
 * org.phrkit.report.ReportReader.Expectation) ReportReader.open}. The sender signs with a key of {@code org.phrkit.sign},
 * the recipients have keys of {@code org.phrkit.age}:
 *
 * <pre>{@code
 * List<Source> files = List.of(Source.of(Path.of("scan.pdf")));
 * ReportWriter.seal(files, patient, List.of(doctor.recipient()), Instant.now(), Path.of("report.age"), random);
 *
 * Expectation fromPatient = new Expectation(Optional.of(patientsKey), Optional.empty(), Optional.empty());
 * try (ReportReader report = ReportReader.open(List.of(doctor), Path.of("report.age"), fromPatient)) {
 *     report.readFiles(Path.of("from-patient"));
 * }
 * }</pre>
 *
 * <p>The report is an age file, and what is inside is a tar archive of {@code manifest.json}, its signature
 * {@code manifest.json.minisig}, and the files. Recipients and sender stand in the manifest, inside what is signed: so a
 * recipient cannot pass the report on as if it had been sent to somebody else, nor anyone put another sender's name to
 * it. {@code age}, {@code tar} and {@code minisign} take it apart, though they do not compare the recipients.
 *
 * <p>{@link org.phrkit.report.ReportWriter#grant(org.phrkit.report.ReportReader, org.phrkit.sign.SigningKey,
 * java.util.List, java.time.Instant, java.nio.file.Path, java.security.SecureRandom) ReportWriter.grant} passes a report
 * on, for a second opinion, with the first sender's signature in it ({@link org.phrkit.report.ReportReader#earlier()}).
 *
 * <p>A report that is kept in a store names its readers as pairs of keys
 * ({@link org.phrkit.report.ReportWriter#draft(java.util.List, org.phrkit.report.Envelope, java.security.SecureRandom)
 * ReportWriter.draft}), and is granted to others later by its header alone ({@link org.phrkit.age.AgeHeader}) and a signed
 * {@link org.phrkit.report.GrantStatement}:
 *
 * <pre>{@code
 * ReportDraft draft = ReportWriter.draft(files, new Envelope(patient, readers, now, Optional.empty(), true), random);
 * draft.seal(Path.of("report.age"), random);
 *
 * GrantStatement toDoctor = new GrantStatement(
 *         draft.manifest().id(), draft.manifestSha256(), Optional.empty(), doctor, patient.verificationKey(),
 *         new GrantStatement.Window(now, Optional.of(june)), now, Optional.empty());
 * GrantChain grants = GrantChain.NONE.plus(SignedGrant.sign(toDoctor, patient));
 *
 * ReportReader.open(List.of(doctorsKey), Path.of("report.age"), fromPatient, grants, now);
 * }</pre>
 *
 * <p><b>What it does not do.</b> It does not know whose key a key is: compare fingerprints, and say whom you expect. It
 * does not notice that an old report is handed out again, unless {@code Expectation} asks for an id or a time. It proves
 * to others what the sender signed; no one can deny it afterwards.
 *
 * <p><b>Errors.</b> {@link org.phrkit.report.ReportException} says whether a report is malformed, altered, addressed to
 * others, or not the one expected; {@link org.phrkit.age.AgeException}, that the file around it does not open. What was
 * read counts only when {@code readFiles} has returned. No message holds anything of the content.
 */
@NullMarked
package org.phrkit.report;

import org.jspecify.annotations.NullMarked;

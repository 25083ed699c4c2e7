/**
 * Programs of one idea each, to be read from top to bottom. Each takes paths, and draws the keys that it needs.
 *
 * <ul>
 *   <li>Files: {@link org.phrkit.examples.EncryptReport}, {@link org.phrkit.examples.SecondOpinion},
 *       {@link org.phrkit.examples.ReadPartOfFile}
 *   <li>Reports: {@link org.phrkit.examples.SendSignedReport}, {@link org.phrkit.examples.ReadReportAsStream},
 *       {@link org.phrkit.examples.VerifySignature}
 *   <li>Keys: {@link org.phrkit.examples.SplitKey}, {@link org.phrkit.examples.OpenTogether}
 *   <li>Tables: {@link org.phrkit.examples.AnonymiseTable}, {@link org.phrkit.examples.ChooseK},
 *       {@link org.phrkit.examples.TwoPhases}, {@link org.phrkit.examples.ProtectPersons},
 *       {@link org.phrkit.examples.VerifyRelease}
 * </ul>
 */
package org.phrkit.examples;

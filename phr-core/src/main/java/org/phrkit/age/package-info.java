/**
 * Encrypted files in the age format, version 1 (C2SP age.md): what is written here opens in {@code age}, and the other way
 * round.
 *
 * <p>Begin with {@link org.phrkit.age.Age#encrypt(java.util.Collection, java.nio.file.Path, java.nio.file.Path,
 * java.security.SecureRandom) Age.encrypt} and {@link org.phrkit.age.Age#decrypt(java.util.Collection,
 * java.nio.file.Path, java.nio.file.Path) Age.decrypt}. A file is encrypted to {@linkplain org.phrkit.age.Recipient
 * recipients} and opened by the {@linkplain org.phrkit.age.Identity identity} of any one of them:
 *
 * <pre>{@code
 * SecureRandom random = new SecureRandom();
 * try (X25519Identity doctor = X25519Identity.generate(random)) {
 *     Age.encrypt(List.of(doctor.recipient()), Path.of("scan.pdf"), Path.of("scan.pdf.age"), random);
 *     Age.decrypt(List.of(doctor), Path.of("scan.pdf.age"), Path.of("again.pdf"));
 * }
 * }</pre>
 *
 * <p><b>Keys.</b> {@link org.phrkit.age.X25519Identity} is the usual one, {@link org.phrkit.age.HybridIdentity} resists
 * quantum computers too, and a file to it has no recipients of the other kind. {@link org.phrkit.age.ScryptRecipient} is
 * a passphrase, the only recipient of its file. {@link org.phrkit.age.KeyFile} reads and writes them as
 * {@code age-keygen} does. There is no key ring: the application decides which keys are whose. A key in a smart card needs
 * no more than {@link org.phrkit.age.Identity#ofX25519}.
 *
 * <p><b>More.</b> {@link org.phrkit.age.Age#open(java.util.Collection, java.nio.file.Path) Age.open} reads from the start
 * and {@code openSeekable} anywhere, {@link org.phrkit.age.Regrant} hands a file on, and
 * {@link org.phrkit.age.Age#inspect(java.nio.file.Path) Age.inspect} tells what shows without a key. Files may be of any
 * size; memory is constant.
 *
 * <p><b>What it does not do.</b> It does not say who wrote a file: whoever knows a recipient can. {@code org.phrkit.report}
 * signs. It does not hide the size of the content or the number of recipients, and takes back nothing once given. It
 * knows neither age's plugins nor its SSH keys.
 *
 * <p><b>Errors.</b> A file that does not open is an {@link org.phrkit.age.AgeException}, whose subtype says which part
 * failed: {@code NoMatch} asks for another key, all others for another copy of the file. A text that is no key is a
 * {@link org.phrkit.age.MalformedKeyException}. No message holds a key, a passphrase or a byte of the content.
 */
@NullMarked
package org.phrkit.age;

import org.jspecify.annotations.NullMarked;

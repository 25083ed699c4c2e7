/**
 * Splitting a secret among custodians, so that some of them restore it together and fewer do not (SLIP-0039).
 *
 * <p>Begin with {@link org.phrkit.split.Slip39#split Slip39.split} and {@link org.phrkit.split.Slip39#combine
 * Slip39.combine}. A {@link org.phrkit.split.Policy} says how many are needed, in one group or in several:
 *
 * <pre>{@code
 * byte[] secret = identity.exposeSecret();
 * Policy policy = Policy.of(2, 3);
 * List<Share> shares =
 *         Slip39.split(secret, policy, new char[0], Slip39.DEFAULT_ITERATION_EXPONENT, random).get(0);
 * byte[] restored = Slip39.combine(List.of(shares.get(0), shares.get(2)), new char[0]);
 * }</pre>
 *
 * <p>A {@link org.phrkit.split.Share} is 20 words or more; other programs that know SLIP-0039 read them.
 * {@link org.phrkit.split.ShareFile} is a share to print, with what its keeper should know around it. Close shares, and
 * overwrite secrets, when they are no longer needed.
 *
 * <p>{@link org.phrkit.split.SharesManifest} holds a commitment to each share. With it,
 * {@link org.phrkit.split.SharesCheck#of SharesCheck.of} tells genuine shares from altered and foreign ones without
 * restoring the secret, so custodians can look every year whether their shares are still good. Sign it
 * ({@code org.phrkit.sign}), or an altered list vouches for altered shares.
 *
 * <p><b>What it does not do.</b> It does not bring shares to their custodians: encrypt each to its keeper. It does not
 * find out a dealer who splits dishonestly. The passphrase of shares is a second lock, and the standard cannot tell a
 * wrong one: it restores another secret. Whoever restores a secret has it; no share takes it back.
 *
 * <p><b>Errors.</b> {@link org.phrkit.split.ShareException} says whether a share is malformed (with word and line), of
 * another split, or altered, or too few were given. Messages give the place of a mistake, and never what stood there.
 */
@NullMarked
package org.phrkit.split;

import org.jspecify.annotations.NullMarked;

/**
 * Opening a report by three parts of a key, none of which opens anything alone: the doctor's d1 on her device, the store's
 * d2, and the report's r, which the store has as long as the grant stands. The product r·d1·d2 is never in one place.
 * Everything is X25519 (RFC 7748) as any library has it, so that what the patient encrypts is an ordinary age file.
 *
 * <p>X(k,u) is X25519 and G its base point. rep(x) is a scalar by which X25519 multiplies by x or by -x.
 *
 * <pre>
 * enrol    the store draws d2                       S = X(d2, G)      to the doctor
 *          the doctor draws d1                      P = X(d1, S)      published, age1phr1…
 * grant    the patient draws r                      Pr = X(r, P)      encrypted to; r to the store
 * open     the doctor draws b, for a stanza's E     B = X(b, E)       to the store
 *          the store                                R = X(r, X(d2, B))
 *          the doctor                               X(rep(d1/b), R) = X(±r·d1·d2, E), and then age as ever
 * device   d1' = rep(d1·u) and d2' = rep(d2/u): the same P
 * </pre>
 *
 * <pre>{@code
 * StorePart store = StorePart.generate(random);
 * DoctorPart doctor = DoctorPart.generate(random);
 * MediatedRecipient recipient = doctor.recipient(store.point());
 * ReportPart report = ReportPart.generate(random);
 * Age.encrypt(List.of(report.recipient(recipient)), file, encrypted, random);
 * Opening opening = doctor.open(share, random);
 * CurvePoint answer = store.answer(report, opening.request().point());
 * Age.decrypt(List.of(opening.identity(answer, report.recipient(recipient))), encrypted, opened);
 * }</pre>
 *
 * <p><b>What it gives.</b> Without r, doctor and store together open nothing; without the store, a stolen device opens
 * nothing; what the store answers is blinded, so that its log opens nothing either. A store that lies learns nothing of
 * d1: the worst it can do is not to answer. <b>What it does not give.</b> What was opened once is out of reach, and store
 * and doctor together open what that doctor was granted while the grant stands.
 *
 * <p>The arithmetic on secrets takes the same time for all of them. There is no network and no state here: who keeps the
 * parts, counts the openings and writes them down is the store.
 *
 * <p>Relatives: mediated RSA (Boneh, Ding, Tsudik and Wong 2001), mediated ElGamal (Tea and others 2021, doi
 * 10.3390/math9212642), McCallum-Relyea exchange.
 */
@NullMarked
package org.phrkit.mediation;

import org.jspecify.annotations.NullMarked;

/**
 * A log that can only be appended to: what stands in the store's log nobody can change, take back, or show differently to
 * different people without being found out.
 *
 * <p>The log is a Merkle tree (RFC 6962) in files of 256 hashes or entries (C2SP tlog-tiles), whose head the log signs
 * (C2SP tlog-checkpoint). Whoever keeps it begins with {@link org.phrkit.transparency.Frontier Frontier}:
 *
 * <pre>{@code
 * LogEntry entry = LogEntry.of(logKey.keyLabel(1), LogEntry.newSalt(random), line);
 * Frontier.Growth growth = frontier.append(List.of(entry));
 * for (TileFile file : growth.files()) {
 *     write(folder.resolve(file.tile().path()), file.bytes());
 * }
 * String checkpoint = Checkpoint.sign(growth.frontier().head(), signingKey).note();
 * }</pre>
 *
 * <p>Whoever reads it begins with {@link org.phrkit.transparency.Checkpoint Checkpoint}, and a
 * {@link org.phrkit.transparency.TileSource} that fetches its files:
 *
 * <pre>{@code
 * Checkpoint newest = Checkpoint.open(text, verifierKey);
 * kept.requireConsistent(newest, tiles);
 * TiledTree tree = TiledTree.open(newest.head(), tiles);
 * KeyWatch.Scan scan = watch.scan(tree.entries(watch.nextIndex(), newest.head().size()));
 * }</pre>
 *
 * <p>{@link org.phrkit.transparency.TiledTree} believes no file: each is checked against the checkpoint.
 * {@link org.phrkit.transparency.InclusionProof} and {@link org.phrkit.transparency.ConsistencyProof} stand for themselves
 * without the tiles. A checkpoint that somebody else carries is compared with
 * {@link org.phrkit.transparency.Checkpoint#compare compare}: two who do so find out a log that has two faces.
 *
 * <p><b>Entries</b> are a label and the hash of a salted line, and tell nothing to those who have neither
 * {@link org.phrkit.transparency.LogKey} nor salt. {@link org.phrkit.transparency.KeyWatch} finds those of one account's
 * keys.
 *
 * <p><b>What it does not do.</b> It does not find a store that does something and writes nothing down, nor two faces that
 * are shown to people who never compare. It does not say that a line is true, only that it is the one that was logged.
 *
 * <p><b>Errors.</b> What is refused is a {@link org.phrkit.transparency.TransparencyException}: {@code Rollback} and
 * {@code OtherHistory} accuse the log, {@code BadTile} may be an error on the way, all others are of one text.
 */
@NullMarked
package org.phrkit.transparency;

import org.jspecify.annotations.NullMarked;

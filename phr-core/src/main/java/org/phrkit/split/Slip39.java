package org.phrkit.split;

import java.security.MessageDigest;
import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.StringJoiner;
import java.util.TreeMap;
import org.phrkit.crypto.Hkdf;
import org.phrkit.crypto.SecretBytes;

/**
 * Shamir's secret sharing with mnemonics, in two levels (SLIP-0039).
 *
 * <p>With too few shares every secret is as likely as any other, but for this: a digest of 32 bits, made to find altered
 * shares, lets who is one share short (or, with groups, one group's part) rule out wrong guesses. A secret of 256 bits is
 * worth 224 to him, and 192 where he is one share short of the last group of several ("Design rationale", Digest). A
 * dealer who splits dishonestly is not detected by the shares alone.
 *
 * <p>All methods may be used by several threads at once.
 *
 * <p>The passphrase is a second lock. The standard has no way to tell a wrong one: it gives another secret.
 */
public final class Slip39 {
    /** Size of the smallest secret. */
    public static final int SMALLEST_SECRET_BYTES = 16;

    /** Size of the largest secret that this implementation takes; the standard knows no limit. */
    public static final int LARGEST_SECRET_BYTES = 64;

    /** 20,000 iterations of PBKDF2 over the four rounds. */
    public static final int DEFAULT_ITERATION_EXPONENT = 1;

    /** The highest that the format can hold. */
    public static final int HIGHEST_ITERATION_EXPONENT = 15;

    private static final int SECRET_INDEX = 255;
    private static final int DIGEST_INDEX = 254;
    private static final int DIGEST_SIZE_BYTES = 4;
    private static final int IDENTIFIER_BITS = 15;

    private Slip39() {}

    /**
     * Splits a secret. The backup is extendable: a secret can be split again with another policy and the same
     * passphrase.
     *
     * @param secret 16 to 64 bytes, an even number; the caller clears it
     * @param policy how many groups and shares are needed
     * @param passphrase printable ASCII characters, or none; the caller clears it
     * @param iterationExponent 0 to 15: the passphrase is stretched with 10,000 · 2^e iterations
     * @param random where random bytes come from
     * @return the shares of each group
     * @throws IllegalArgumentException if an argument is out of its range
     */
    public static List<List<Share>> split(
            byte[] secret, Policy policy, char[] passphrase, int iterationExponent, SecureRandom random) {
        if (secret.length < SMALLEST_SECRET_BYTES || secret.length > LARGEST_SECRET_BYTES || secret.length % 2 != 0) {
            throw new IllegalArgumentException("a secret has an even number of bytes from " + SMALLEST_SECRET_BYTES
                    + " to " + LARGEST_SECRET_BYTES + ", not " + secret.length);
        }
        if (iterationExponent < 0 || iterationExponent > HIGHEST_ITERATION_EXPONENT) {
            throw new IllegalArgumentException(
                    "an iteration exponent is from 0 to " + HIGHEST_ITERATION_EXPONENT + ", not " + iterationExponent);
        }
        requirePrintable(passphrase);
        Share.Split split = new Share.Split(
                random.nextInt(1 << IDENTIFIER_BITS),
                true,
                iterationExponent,
                policy.groupsNeeded(),
                policy.groups().size(),
                secret.length);
        List<List<Share>> shares = new ArrayList<>();
        try (SecretBytes master = SecretBytes.copyOf(secret);
                SecretBytes encrypted = Feistel.encrypt(master, passphrase, split)) {
            List<SecretBytes> parts = share(encrypted, policy.groupsNeeded(), split.groups(), random);
            for (int group = 0; group < split.groups(); group++) {
                Policy.Group members = policy.groups().get(group);
                List<Share> ofGroup = new ArrayList<>();
                for (SecretBytes value : share(parts.get(group), members.needed(), members.shares(), random)) {
                    ofGroup.add(new Share(split, group, ofGroup.size(), members.needed(), value));
                }
                shares.add(List.copyOf(ofGroup));
                parts.get(group).destroy();
            }
        }
        return List.copyOf(shares);
    }

    /**
     * Restores a secret. More shares than needed are all checked; groups that are not complete are left aside when
     * enough others are.
     *
     * @param shares the shares, in any order
     * @param passphrase as given to {@link #split}, or none; the caller clears it
     * @return the secret; the caller clears it. With another passphrase it is another secret.
     * @throws ShareException.Mismatch if a share is of another split, or given twice
     * @throws ShareException.TooFew if shares are missing
     * @throws ShareException.Altered if the digest does not match
     */
    public static byte[] combine(List<Share> shares, char[] passphrase) throws ShareException {
        requirePrintable(passphrase);
        Map<Integer, List<Share>> complete = complete(shares);
        Share.Split split = shares.get(0).split();
        List<Integer> indices = new ArrayList<>();
        List<SecretBytes> parts = new ArrayList<>();
        try {
            for (Map.Entry<Integer, List<Share>> group : complete.entrySet()) {
                List<Share> members = group.getValue();
                indices.add(group.getKey());
                parts.add(recover(
                        members.stream().map(Share::member).toList(),
                        members.stream().map(Share::value).toList(),
                        members.get(0).membersNeeded()));
            }
            try (SecretBytes encrypted = recover(indices, parts, split.groupsNeeded());
                    SecretBytes secret = Feistel.decrypt(encrypted, passphrase, split)) {
                return secret.expose().clone();
            }
        } finally {
            parts.forEach(SecretBytes::destroy);
        }
    }

    private static void requirePrintable(char[] passphrase) {
        for (char c : passphrase) {
            if (c < 32 || c > 126) {
                throw new IllegalArgumentException("the passphrase of shares is of printable ASCII characters alone");
            }
        }
    }

    /** The groups of which enough shares are there. */
    private static Map<Integer, List<Share>> complete(List<Share> shares) throws ShareException {
        if (shares.isEmpty()) {
            throw new ShareException.TooFew("no share was given");
        }
        requireOneSplit(shares);
        Map<Integer, List<Share>> groups = new TreeMap<>();
        for (int i = 0; i < shares.size(); i++) {
            Share share = shares.get(i);
            List<Share> members = groups.computeIfAbsent(share.group(), group -> new ArrayList<>());
            for (Share other : members) {
                if (other.membersNeeded() != share.membersNeeded()) {
                    throw new ShareException.Mismatch(
                            "another share says that its group needs a different number of shares", i);
                }
                if (other.member() == share.member()) {
                    throw new ShareException.Mismatch(
                            other.value().equals(share.value())
                                    ? "this share was already given"
                                    : "another share has the same place in the group",
                            i);
                }
            }
            members.add(share);
        }
        Map<Integer, List<Share>> complete = new TreeMap<>(groups);
        complete.values().removeIf(members -> members.size() < members.get(0).membersNeeded());
        if (complete.size() < shares.get(0).split().groupsNeeded()) {
            throw new ShareException.TooFew(missing(shares.get(0).split(), groups, complete.size()));
        }
        return complete;
    }

    /** All shares are held against what most of them say. */
    private static void requireOneSplit(List<Share> shares) throws ShareException.Mismatch {
        Map<Share.Split, Integer> votes = new HashMap<>();
        shares.forEach(share -> votes.merge(share.split(), 1, Integer::sum));
        if (votes.size() == 1) {
            return;
        }
        int most = votes.values().stream().mapToInt(Integer::intValue).max().orElseThrow();
        Share.Split majority = shares.stream()
                .map(Share::split)
                .filter(split -> votes.getOrDefault(split, 0) == most)
                .findFirst()
                .orElseThrow();
        for (int i = 0; i < shares.size(); i++) {
            if (!shares.get(i).split().equals(majority)) {
                throw new ShareException.Mismatch("it is from another split than the other shares", i);
            }
        }
    }

    private static String missing(Share.Split split, Map<Integer, List<Share>> groups, int completeGroups) {
        if (split.groups() == 1) {
            List<Share> members = groups.values().iterator().next();
            return members.size() + " of " + members.get(0).membersNeeded() + " shares given";
        }
        StringJoiner found = new StringJoiner(", ", " (", ")");
        groups.forEach((group, members) -> {
            int needed = members.get(0).membersNeeded();
            found.add("group " + (group + 1) + ": " + Math.min(members.size(), needed) + " of " + needed + " shares");
        });
        return completeGroups + " of " + split.groupsNeeded() + " groups given" + found;
    }

    /** SLIP-0039, "Sharing a secret". */
    private static List<SecretBytes> share(SecretBytes secret, int needed, int count, SecureRandom random) {
        if (needed == 1) {
            List<SecretBytes> copies = new ArrayList<>();
            for (int i = 0; i < count; i++) {
                copies.add(SecretBytes.copyOf(secret.expose()));
            }
            return copies;
        }
        int[] xs = new int[needed];
        byte[][] ys = new byte[needed][secret.sizeBytes()];
        for (int i = 0; i < needed - 2; i++) {
            xs[i] = i;
            random.nextBytes(ys[i]);
        }
        xs[needed - 2] = DIGEST_INDEX;
        random.nextBytes(ys[needed - 2]);
        System.arraycopy(digest(ys[needed - 2], secret.expose()), 0, ys[needed - 2], 0, DIGEST_SIZE_BYTES);
        xs[needed - 1] = SECRET_INDEX;
        ys[needed - 1] = secret.expose().clone();
        List<SecretBytes> values = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            values.add(SecretBytes.owning(i < needed - 2 ? ys[i].clone() : Gf256.interpolate(i, xs, ys)));
        }
        clear(ys);
        return values;
    }

    /** SLIP-0039, "RecoverSecret"; with more than the needed points, all must lie on the polynomial. */
    private static SecretBytes recover(List<Integer> indices, List<SecretBytes> values, int needed)
            throws ShareException.Altered {
        if (needed == 1) {
            if (!values.stream().allMatch(values.get(0)::equals)) {
                throw new ShareException.Altered();
            }
            return SecretBytes.copyOf(values.get(0).expose());
        }
        int[] xs = indices.stream().mapToInt(Integer::intValue).toArray();
        byte[][] ys = values.stream().map(SecretBytes::expose).toArray(byte[][]::new);
        byte[] secret = Gf256.interpolate(SECRET_INDEX, xs, ys);
        byte[] digested = Gf256.interpolate(DIGEST_INDEX, xs, ys);
        byte[] digest = Arrays.copyOf(digested, DIGEST_SIZE_BYTES);
        boolean matches = MessageDigest.isEqual(digest(digested, secret), digest);
        Arrays.fill(digested, (byte) 0);
        if (!matches) {
            Arrays.fill(secret, (byte) 0);
            throw new ShareException.Altered();
        }
        return SecretBytes.owning(secret);
    }

    /** The first bytes of the HMAC of a secret; the key is what follows the digest in its row. */
    private static byte[] digest(byte[] row, byte[] secret) {
        try (SecretBytes key = SecretBytes.owning(Arrays.copyOfRange(row, DIGEST_SIZE_BYTES, row.length))) {
            return Arrays.copyOf(Hkdf.hmac(key, secret), DIGEST_SIZE_BYTES);
        }
    }

    private static void clear(byte[][] rows) {
        for (byte[] row : rows) {
            Arrays.fill(row, (byte) 0);
        }
    }
}

package org.phrkit.split;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.time.DateTimeException;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.phrkit.crypto.Hkdf;
import org.phrkit.crypto.Sha256;
import org.phrkit.input.NotUtf8Exception;
import org.phrkit.input.Utf8;
import org.phrkit.json.JsonObject;
import org.phrkit.json.MalformedJsonException;

/**
 * Describes a set of shares without holding any: the policy, the key that they restore, and a commitment to each
 * share, which tells a genuine share from an altered or a foreign one. It is not secret. Immutable.
 *
 * <p>A commitment is SHA-256(salt ‖ words), and salt = HMAC-SHA256(key = the share's value, "phr share commitment").
 * Where the secret is a random key, so is the value: it is a point of a random polynomial, or, where one share is all of
 * a group's part, that part. It has at least 128 bits, so nobody finds words by trying, and the salt need not be kept:
 * who has the share computes it. Who is one share short may check guesses of the missing one, as he may with the digest
 * inside the shares and with the public key. A secret that is not random, split 1 of 1, could be searched for by its
 * commitment.
 *
 * @param identifier of the split, as in its shares
 * @param policy by which the secret was split
 * @param restores the public key that belongs to the secret
 * @param created the day of the split
 * @param entries one for each share
 */
public record SharesManifest(int identifier, Policy policy, String restores, LocalDate created, List<Entry> entries) {
    /** The largest manifest that is read. */
    public static final int LIMIT_BYTES = 1 << 20;

    private static final byte[] LABEL = "phr share commitment".getBytes(StandardCharsets.US_ASCII);
    private static final int SCHEMA = 1;

    /**
     * One share.
     *
     * @param group its group, from 0
     * @param member its place in the group, from 0
     * @param holder who keeps it; may be empty
     * @param commitment in hexadecimal
     */
    public record Entry(int group, int member, String holder, String commitment) {
        /**
         * Refuses a name that would not stay on its line, and what is no SHA-256.
         *
         * @param group its group, from 0
         * @param member its place in the group, from 0
         * @param holder who keeps it
         * @param commitment in hexadecimal
         */
        public Entry {
            ShareFile.requireLine(holder);
            if (!commitment.matches("[0-9a-f]{64}")) {
                throw new IllegalArgumentException("a commitment is 64 hexadecimal digits");
            }
        }
    }

    /** What a share turns out to be. */
    public enum Standing {
        /** As it was when the secret was split. */
        GENUINE,
        /** It claims to be of this split, and differs. */
        ALTERED,
        /** Of another split. */
        FOREIGN
    }

    /**
     * Refuses a manifest whose entries are not those of its policy, in order.
     *
     * @param identifier of the split
     * @param policy by which the secret was split
     * @param restores the public key that belongs to the secret
     * @param created the day of the split
     * @param entries one for each share
     */
    public SharesManifest {
        entries = List.copyOf(entries);
        ShareFile.requireLine(restores);
        int at = 0;
        for (int group = 0; group < policy.groups().size(); group++) {
            for (int member = 0; member < policy.groups().get(group).shares(); member++) {
                if (at == entries.size()
                        || entries.get(at).group() != group
                        || entries.get(at).member() != member) {
                    throw new IllegalArgumentException("its shares are not those of its policy");
                }
                at++;
            }
        }
        if (at != entries.size()) {
            throw new IllegalArgumentException("its shares are not those of its policy");
        }
    }

    /**
     * Describes a split.
     *
     * @param policy how many groups and shares are needed
     * @param shares as they come from {@link Slip39#split}
     * @param holders one for each share, group by group; each may be empty
     * @param restores the public key that belongs to the secret; may be empty
     * @param created the day of the split
     * @return the manifest
     * @throws IllegalArgumentException if there are not as many holders as shares, or a name is not one line
     */
    public static SharesManifest of(
            Policy policy, List<List<Share>> shares, List<String> holders, String restores, LocalDate created) {
        if (holders.size() != shares.stream().mapToInt(List::size).sum()) {
            throw new IllegalArgumentException("there are not as many holders as shares");
        }
        List<Entry> entries = new ArrayList<>();
        for (List<Share> group : shares) {
            for (Share share : group) {
                entries.add(new Entry(share.group(), share.member(), holders.get(entries.size()), commitment(share)));
            }
        }
        return new SharesManifest(shares.get(0).get(0).split().identifier(), policy, restores, created, entries);
    }

    private static String commitment(Share share) {
        MessageDigest digest = Sha256.start();
        digest.update(Hkdf.hmac(share.value(), LABEL));
        digest.update(share.exposeMnemonic().getBytes(StandardCharsets.US_ASCII));
        return HexFormat.of().formatHex(digest.digest());
    }

    /**
     * {@return what a share is by this manifest}
     *
     * @param share the share to look at
     */
    public Standing standing(Share share) {
        if (share.split().identifier() != identifier) {
            return Standing.FOREIGN;
        }
        return entry(share)
                        .filter(entry -> MessageDigest.isEqual(
                                entry.commitment().getBytes(StandardCharsets.US_ASCII),
                                commitment(share).getBytes(StandardCharsets.US_ASCII)))
                        .isPresent()
                ? Standing.GENUINE
                : Standing.ALTERED;
    }

    /**
     * {@return what the manifest says of the place that a share claims}
     *
     * @param share the share to look at
     */
    public Optional<Entry> entry(Share share) {
        return entries.stream()
                .filter(entry -> entry.group() == share.group() && entry.member() == share.member())
                .findFirst();
    }

    /**
     * {@return whether these shares, all of this split, restore the secret}
     *
     * @param shares the shares at hand
     */
    public boolean isEnough(List<Share> shares) {
        int complete = 0;
        for (int group = 0; group < policy.groups().size(); group++) {
            Set<Integer> members = new HashSet<>();
            for (Share share : shares) {
                if (share.group() == group) {
                    members.add(share.member());
                }
            }
            complete += members.size() >= policy.groups().get(group).needed() ? 1 : 0;
        }
        return complete >= policy.groupsNeeded();
    }

    /** {@return the manifest as one JSON object; groups and shares are counted from 1} */
    public String json() {
        Map<String, Object> json = new LinkedHashMap<>();
        json.put("schema", SCHEMA);
        json.put("identifier", identifier);
        json.put("restores", restores);
        json.put("created", created.toString());
        json.put("groupsNeeded", policy.groupsNeeded());
        json.put(
                "groups",
                policy.groups().stream()
                        .map(group -> ordered("needed", group.needed(), "shares", group.shares()))
                        .toList());
        json.put(
                "shares",
                entries.stream()
                        .map(entry -> ordered(
                                "group",
                                entry.group() + 1,
                                "share",
                                entry.member() + 1,
                                "for",
                                entry.holder(),
                                "sha256",
                                entry.commitment()))
                        .toList());
        return JsonObject.write(json);
    }

    private static Map<String, Object> ordered(Object... namesAndValues) {
        Map<String, Object> members = new LinkedHashMap<>();
        for (int i = 0; i < namesAndValues.length; i += 2) {
            members.put((String) namesAndValues[i], namesAndValues[i + 1]);
        }
        return members;
    }

    /**
     * Reads what {@link #json} wrote.
     *
     * @param json the whole content of the file
     * @return the manifest
     * @throws ShareException.Malformed if it is anything else
     */
    public static SharesManifest parse(byte[] json) throws ShareException.Malformed {
        if (json.length > LIMIT_BYTES) {
            throw new ShareException.Malformed("it is larger than a list of shares can be");
        }
        try {
            JsonObject root = JsonObject.read(
                    Utf8.text(json),
                    Set.of("schema", "identifier", "restores", "created", "groupsNeeded", "groups", "shares"),
                    Set.of());
            if (root.small("schema", 0, Integer.MAX_VALUE) != SCHEMA) {
                throw new ShareException.Malformed("its schema is not " + SCHEMA);
            }
            List<Policy.Group> groups = new ArrayList<>();
            for (JsonObject group : root.objects("groups", Set.of("needed", "shares"), Set.of())) {
                groups.add(new Policy.Group(group.small("needed", 1, 16), group.small("shares", 1, 16)));
            }
            List<Entry> entries = new ArrayList<>();
            for (JsonObject share : root.objects("shares", Set.of("group", "share", "for", "sha256"), Set.of())) {
                entries.add(new Entry(
                        share.small("group", 1, 16) - 1,
                        share.small("share", 1, 16) - 1,
                        share.text("for"),
                        share.text("sha256")));
            }
            return new SharesManifest(
                    root.small("identifier", 0, (1 << 15) - 1),
                    new Policy(root.small("groupsNeeded", 1, 16), groups),
                    root.text("restores"),
                    LocalDate.parse(root.text("created")),
                    entries);
        } catch (MalformedJsonException | NotUtf8Exception e) {
            throw new ShareException.Malformed("it is not a list of shares: it " + e.problem());
        } catch (DateTimeException e) {
            throw new ShareException.Malformed("it is not a list of shares: it has no proper \"created\"");
        } catch (IllegalArgumentException e) {
            throw new ShareException.Malformed("it is not a list of shares: " + e.getMessage());
        }
    }
}

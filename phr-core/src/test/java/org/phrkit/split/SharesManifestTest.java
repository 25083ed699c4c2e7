package org.phrkit.split;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.security.MessageDigest;
import java.security.SecureRandom;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.HexFormat;
import java.util.List;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;
import org.phrkit.crypto.SecretBytes;

class SharesManifestTest {
    private static final Policy POLICY = new Policy(2, List.of(new Policy.Group(1, 1), new Policy.Group(2, 3)));

    private final List<List<Share>> shares = split();
    private final SharesManifest manifest = SharesManifest.of(
            POLICY, shares, List.of("Patient", "Dr. Roe", "Dr. Poe", ""), "age1x", LocalDate.of(2026, 1, 2));

    private static List<List<Share>> split() {
        return Slip39.split(new byte[32], POLICY, new char[0], 0, new SecureRandom());
    }

    private List<Share> all() {
        List<Share> all = new ArrayList<>();
        shares.forEach(all::addAll);
        return all;
    }

    @Test
    void whatIsWrittenIsReadAgain() throws ShareException {
        assertThat(SharesManifest.parse(manifest.json().getBytes(UTF_8))).isEqualTo(manifest);
    }

    @Test
    void theCommitmentIsWhatTheDocumentationSays() throws Exception {
        Share share = shares.get(1).get(2);
        Mac mac = Mac.getInstance("HmacSHA256");
        mac.init(new SecretKeySpec(share.value().expose(), "HmacSHA256"));
        MessageDigest digest = MessageDigest.getInstance("SHA-256");
        digest.update(mac.doFinal("phr share commitment".getBytes(UTF_8)));
        digest.update(share.exposeMnemonic().getBytes(UTF_8));
        assertThat(manifest.entries().get(3).commitment())
                .isEqualTo(HexFormat.of().formatHex(digest.digest()));
    }

    @Test
    void genuineAlteredAndForeignSharesAreToldApart() {
        for (Share share : all()) {
            assertThat(manifest.standing(share)).isEqualTo(SharesManifest.Standing.GENUINE);
        }
        for (List<Share> group : split()) {
            for (Share share : group) {
                assertThat(manifest.standing(share)).isEqualTo(SharesManifest.Standing.FOREIGN);
            }
        }
        Share first = shares.get(1).get(0);
        byte[] value = first.value().expose().clone();
        value[5] ^= 1;
        assertThat(manifest.standing(new Share(first.split(), 1, 0, 2, SecretBytes.owning(value))))
                .isEqualTo(SharesManifest.Standing.ALTERED);
        assertThat(manifest.standing(new Share(first.split(), 1, 1, 2, first.value())))
                .isEqualTo(SharesManifest.Standing.ALTERED);
        assertThat(manifest.standing(new Share(first.split(), 1, 7, 2, first.value())))
                .isEqualTo(SharesManifest.Standing.ALTERED);
        assertThat(manifest.standing(new Share(first.split(), 1, 0, 1, first.value())))
                .isEqualTo(SharesManifest.Standing.ALTERED);
    }

    @Test
    void sharesAreEnoughWhenThePolicySaysSo() {
        List<Share> doctors = shares.get(1);
        assertThat(manifest.isEnough(doctors)).isFalse();
        assertThat(manifest.isEnough(shares.get(0))).isFalse();
        assertThat(manifest.isEnough(List.of(shares.get(0).get(0), doctors.get(0))))
                .isFalse();
        assertThat(manifest.isEnough(List.of(shares.get(0).get(0), doctors.get(0), doctors.get(0))))
                .isFalse();
        assertThat(manifest.isEnough(List.of(shares.get(0).get(0), doctors.get(0), doctors.get(2))))
                .isTrue();
    }

    @Test
    void noSharesAreNotGenuineShares() {
        assertThat(SharesCheck.of(manifest, List.of()).holds()).isFalse();
        assertThat(SharesCheck.of(manifest, all()).holds()).isTrue();
    }

    /** A share of another split is found, and none of it counts towards enough. */
    @Test
    void oneForeignShareIsANo() {
        List<Share> mixed = new ArrayList<>(shares.get(1));
        mixed.add(split().get(0).get(0));
        SharesCheck.Verdict verdict = SharesCheck.of(manifest, mixed);
        assertThat(verdict.holds()).isFalse();
        assertThat(verdict.isEnough()).isFalse();
        assertThat(verdict.standings())
                .containsExactly(
                        SharesManifest.Standing.GENUINE,
                        SharesManifest.Standing.GENUINE,
                        SharesManifest.Standing.GENUINE,
                        SharesManifest.Standing.FOREIGN);
        mixed.add(shares.get(0).get(0));
        assertThat(SharesCheck.of(manifest, mixed).isEnough()).isTrue();
        assertThat(SharesCheck.of(manifest, mixed).holds()).isFalse();
    }

    @Test
    void aPolicyCanBeMet() {
        Policy.Group one = new Policy.Group(1, 1);
        for (ThrowingCallable wrong : List.<ThrowingCallable>of(
                () -> new Policy.Group(0, 1),
                () -> new Policy.Group(3, 2),
                () -> new Policy.Group(2, 17),
                () -> new Policy.Group(1, 2),
                () -> new Policy(1, List.of()),
                () -> new Policy(0, List.of(one)),
                () -> new Policy(2, List.of(one)),
                () -> new Policy(1, List.of(one, one)),
                () -> new Policy(2, Collections.nCopies(17, one)))) {
            assertThatThrownBy(wrong).isInstanceOf(IllegalArgumentException.class);
        }
        assertThat(new Policy(16, Collections.nCopies(16, one)).groups()).hasSize(16);
    }

    @Test
    void anythingElseIsMalformed() {
        String json = manifest.json();
        for (String wrong : new String[] {
            "",
            "null",
            "[]",
            "{}",
            json.substring(0, json.length() / 2),
            json.replace("\"schema\" : 1", "\"schema\" : 2"),
            json.replace("\"schema\" : 1", "\"schema\" : 1, \"schema\" : 1"),
            json.replace("\"schema\" : 1", "\"schema\" : \"1\""),
            json.replace("\"groupsNeeded\" : 2", "\"groupsNeeded\" : 3"),
            json.replace("\"needed\" : 2", "\"needed\" : 4"),
            json.replace("\"share\" : 3", "\"share\" : 2"),
            json.replace("Dr. Roe", "Dr.\\nRoe"),
            json.replace("Dr. Roe", "Dr.\\u2028Roe"),
            json.replace("\"created\"", "\"more\" : 1, \"created\""),
            json.replace("2026-01-02", "2026-13-02"),
            json.replaceFirst("[0-9a-f]{64}", "00"),
            "[".repeat(100_000),
        }) {
            assertThatThrownBy(() -> SharesManifest.parse(wrong.getBytes(UTF_8)))
                    .as(wrong.substring(0, Math.min(wrong.length(), 200)))
                    .isInstanceOf(ShareException.Malformed.class);
        }
        assertThatThrownBy(() -> SharesManifest.parse(new byte[SharesManifest.LIMIT_BYTES + 1]))
                .isInstanceOf(ShareException.Malformed.class)
                .hasMessageContaining("larger");
    }

    /** Each entry right in all else: one is missing, one too many is there, or one is of the other group. */
    @Test
    void theSharesAreThoseOfThePolicy() {
        List<SharesManifest.Entry> entries = manifest.entries();
        List<SharesManifest.Entry> more = new ArrayList<>(entries);
        more.add(new SharesManifest.Entry(1, 3, "", entries.get(0).commitment()));
        List<SharesManifest.Entry> moved = new ArrayList<>(entries);
        moved.set(0, new SharesManifest.Entry(1, 0, "", entries.get(0).commitment()));
        List<SharesManifest.Entry> renumbered = new ArrayList<>(entries);
        renumbered.set(3, new SharesManifest.Entry(1, 1, "", entries.get(3).commitment()));
        for (List<SharesManifest.Entry> wrong : List.of(entries.subList(0, 3), more, moved, renumbered)) {
            assertThatThrownBy(() -> new SharesManifest(manifest.identifier(), POLICY, "", manifest.created(), wrong))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessage("its shares are not those of its policy");
        }
    }

    @Test
    void namesStayOnTheirLineAndStandForAShareEach() {
        assertThatThrownBy(() -> new SharesManifest(
                        manifest.identifier(), POLICY, "age1\nx", manifest.created(), manifest.entries()))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageStartingWith("a name must be one line");
        for (int count : new int[] {3, 5}) {
            List<String> holders = Collections.nCopies(count, "Dr. Roe");
            assertThatThrownBy(() -> SharesManifest.of(POLICY, shares, holders, "", manifest.created()))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessage("there are not as many holders as shares");
        }
    }

    @Test
    void aManifestHasAtMostOneMebibyte() throws ShareException {
        byte[] json = manifest.json().getBytes(UTF_8);
        byte[] largest = Arrays.copyOf(json, SharesManifest.LIMIT_BYTES);
        Arrays.fill(largest, json.length, largest.length, (byte) ' ');
        assertThat(SharesManifest.parse(largest)).isEqualTo(manifest);
    }
}

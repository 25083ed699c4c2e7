package org.phrkit.split;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.Random;
import java.util.Set;
import java.util.random.RandomGenerator;
import org.junit.jupiter.api.Test;
import org.phrkit.crypto.SecretBytes;
import org.phrkit.testing.Seeds;
import org.phrkit.testing.Shared;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

class Slip39Test {
    private static final char[] NONE = new char[0];
    private static final SecureRandom RANDOM = new SecureRandom();

    private static byte[] secret(RandomGenerator random, int sizeBytes) {
        byte[] secret = new byte[sizeBytes];
        random.nextBytes(secret);
        return secret;
    }

    private static List<Share> parse(List<String> mnemonics) throws ShareException {
        List<Share> shares = new ArrayList<>();
        for (String mnemonic : mnemonics) {
            shares.add(Share.parse(mnemonic));
        }
        return shares;
    }

    /** Every subset of the shares of one group, as a mask. */
    private static List<Share> subset(List<Share> shares, int mask) {
        List<Share> chosen = new ArrayList<>();
        for (int i = 0; i < shares.size(); i++) {
            if ((mask & (1 << i)) != 0) {
                chosen.add(shares.get(i));
            }
        }
        return chosen;
    }

    @Test
    void theOfficialVectorsEndAsTheySay() throws Exception {
        Path vectors = Shared.path("vectors/slip39/vectors.json");
        for (JsonNode vector : JsonMapper.shared().readTree(Files.readAllBytes(vectors))) {
            String description = vector.get(0).asString();
            List<String> mnemonics = new ArrayList<>();
            vector.get(1).forEach(mnemonic -> mnemonics.add(mnemonic.asString()));
            String secret = vector.get(2).asString();
            if (secret.isEmpty()) {
                assertThatThrownBy(() -> Slip39.combine(parse(mnemonics), "TREZOR".toCharArray()))
                        .as(description)
                        .isInstanceOf(ShareException.class);
            } else {
                assertThat(Slip39.combine(parse(mnemonics), "TREZOR".toCharArray()))
                        .as(description)
                        .isEqualTo(HexFormat.of().parseHex(secret));
                for (String mnemonic : mnemonics) {
                    assertThat(Share.parse(mnemonic).exposeMnemonic()).isEqualTo(mnemonic);
                }
            }
        }
    }

    /** Over 3000 subsets: as many shares as needed or more restore the secret, and fewer are too few. */
    @Test
    void exactlyTheSubsetsThatThePolicyAsksForRestoreTheSecret() {
        Seeds.forEach(20, 60, random -> {
            int count = random.nextInt(1, 8);
            int needed = count == 1 ? 1 : random.nextInt(2, count + 1);
            byte[] secret = secret(random, 2 * random.nextInt(8, 33));
            List<Share> shares = Slip39.split(secret, Policy.of(needed, count), NONE, 0, RANDOM)
                    .get(0);
            for (int mask = 0; mask < (1 << count); mask++) {
                List<Share> chosen = subset(shares, mask);
                if (chosen.size() >= needed) {
                    assertThat(Slip39.combine(chosen, NONE)).isEqualTo(secret);
                } else {
                    assertThatThrownBy(() -> Slip39.combine(chosen, NONE)).isInstanceOf(ShareException.TooFew.class);
                }
            }
        });
    }

    /** Too few shares do not restore it even where they claim to be enough: the digest gives them away. */
    @Test
    void tooFewSharesThatClaimToBeEnoughAreFoundOut() {
        Seeds.forEach(100, 300, random -> {
            int needed = random.nextInt(3, 9);
            List<Share> shares = Slip39.split(secret(random, 32), Policy.of(needed, needed), NONE, 0, RANDOM)
                    .get(0);
            List<Share> claiming = shares.subList(0, needed - 1).stream()
                    .map(share -> new Share(share.split(), 0, share.member(), needed - 1, share.value()))
                    .toList();
            assertThatThrownBy(() -> Slip39.combine(claiming, NONE)).isInstanceOf(ShareException.Altered.class);
        });
    }

    @Test
    void groupsRestoreTheSecretAsThePolicySays() {
        Seeds.forEach(15, 40, random -> {
            int groupCount = random.nextInt(1, 5);
            int groupsNeeded = random.nextInt(1, groupCount + 1);
            List<Policy.Group> groups = new ArrayList<>();
            for (int i = 0; i < groupCount; i++) {
                int count = random.nextInt(1, 4);
                groups.add(new Policy.Group(count == 1 ? 1 : random.nextInt(2, count + 1), count));
            }
            long single = groups.stream().filter(group -> group.needed() == 1).count();
            if (groupsNeeded == 1 && single > 1) {
                return;
            }
            byte[] secret = secret(random, 32);
            char[] passphrase = "it is open".toCharArray();
            List<List<Share>> shares = Slip39.split(secret, new Policy(groupsNeeded, groups), passphrase, 0, RANDOM);
            for (int trial = 0; trial < 20; trial++) {
                List<Share> chosen = new ArrayList<>();
                int complete = 0;
                for (int group = 0; group < groupCount; group++) {
                    List<Share> members = subset(shares.get(group), random.nextInt(16));
                    chosen.addAll(members);
                    complete += members.size() >= groups.get(group).needed() ? 1 : 0;
                }
                if (complete >= groupsNeeded) {
                    assertThat(Slip39.combine(chosen, passphrase)).isEqualTo(secret);
                } else {
                    assertThatThrownBy(() -> Slip39.combine(chosen, passphrase))
                            .isInstanceOf(ShareException.TooFew.class);
                }
            }
        });
    }

    /** RS1024 finds up to three wrong words without fail. */
    @Test
    void anyWrongWordIsFoundAndASingleOneIsLocated() throws Exception {
        Random random = new Random(7);
        String[] words = Slip39.split(secret(random, 32), Policy.of(2, 2), NONE, 0, RANDOM)
                .get(0)
                .get(0)
                .exposeMnemonic()
                .split(" ", -1);
        assertThat(words).hasSize(33);
        for (int trial = 0; trial < 2000; trial++) {
            String[] wrong = words.clone();
            Set<Integer> places = new HashSet<>();
            for (int i = 0; i <= trial % 3; i++) {
                int at = random.nextInt(wrong.length);
                String other = Words.word(random.nextInt(1024));
                if (!other.equals(words[at])) {
                    wrong[at] = other;
                    places.add(at);
                }
            }
            if (places.isEmpty()) {
                continue;
            }
            if (places.size() == 1 && trial % 30 == 0) {
                assertThatThrownBy(() -> Share.parse(String.join(" ", wrong)))
                        .isInstanceOfSatisfying(ShareException.Malformed.class, e -> assertThat(e.wordNumber())
                                .isEqualTo(places.iterator().next() + 1));
            } else {
                int[] indices = new int[wrong.length];
                for (int i = 0; i < wrong.length; i++) {
                    indices[i] = Words.index(wrong[i]);
                }
                assertThat(Rs1024.isValid(indices)).isFalse();
            }
        }
    }

    @Test
    void mnemonicsAreReadAsPeopleWriteThem() throws Exception {
        Share share = Slip39.split(new byte[16], Policy.of(1, 1), NONE, 3, RANDOM)
                .get(0)
                .get(0);
        String text = share.exposeMnemonic();
        assertThat(text.split(" ", -1)).hasSize(20);
        assertThat(Share.parse("  " + text.toUpperCase(Locale.ROOT).replace(" ", " \t ") + "\r\n")
                        .exposeMnemonic())
                .isEqualTo(text);
        assertThat(share.split().extendable()).isTrue();
        assertThat(share.split().iterationExponent()).isEqualTo(3);
        assertThat(share.toString()).doesNotContain(text.substring(0, 8));
    }

    @Test
    void malformedMnemonicsSayWhy() {
        String word = "academic ";
        assertThatThrownBy(() -> Share.parse("")).hasMessageContaining("at least 20 words, and here are 0");
        assertThatThrownBy(() -> Share.parse(word.repeat(19))).hasMessageContaining("here are 19");
        assertThatThrownBy(() -> Share.parse(word.repeat(21))).hasMessageContaining("no share has 21 words");
        for (String wrong : List.of("acadenic", "academicc", "aca", "x")) {
            assertThatThrownBy(() -> Share.parse(word.repeat(20) + wrong))
                    .hasMessage("word 21 is not in the list of words");
        }
        assertThatThrownBy(() -> Share.parse("acad\u00e9mic"))
                .hasMessageContaining("word 1 holds a character that is not ASCII");
        assertThatThrownBy(() -> Share.parse("x".repeat(1_000_000))).hasMessage("word 1 is not in the list of words");
        assertThatThrownBy(() -> Share.parse(word.repeat(20)))
                .hasMessage("the checksum does not match: more than one word is wrong, or they are out of order");
        assertThatThrownBy(() -> Share.parse(word.repeat(1000))).hasMessageContaining("no share has 1000 words");
    }

    @Test
    void sharesThatDoNotGoTogetherAreNamed() throws Exception {
        List<Share> one =
                Slip39.split(new byte[32], Policy.of(3, 4), NONE, 0, RANDOM).get(0);
        List<Share> two =
                Slip39.split(new byte[32], Policy.of(3, 4), NONE, 1, RANDOM).get(0);
        assertThatThrownBy(() -> Slip39.combine(List.of(one.get(0), two.get(1), one.get(2)), NONE))
                .isInstanceOfSatisfying(ShareException.Mismatch.class, e -> assertThat(e.index())
                        .isEqualTo(1))
                .hasMessageContaining("another split");
        assertThatThrownBy(() -> Slip39.combine(List.of(two.get(0), one.get(1), one.get(2)), NONE))
                .isInstanceOfSatisfying(ShareException.Mismatch.class, e -> assertThat(e.index())
                        .isZero());
        assertThatThrownBy(() -> Slip39.combine(List.of(one.get(0), one.get(1), one.get(0)), NONE))
                .isInstanceOfSatisfying(ShareException.Mismatch.class, e -> assertThat(e.index())
                        .isEqualTo(2))
                .hasMessageContaining("this share was already given");
        Share forged = new Share(one.get(0).split(), 0, 0, 3, two.get(0).value());
        assertThatThrownBy(() -> Slip39.combine(List.of(one.get(0), one.get(1), forged), NONE))
                .hasMessageContaining("same place");
        assertThatThrownBy(() -> Slip39.combine(List.of(forged, one.get(1), one.get(2)), NONE))
                .isInstanceOf(ShareException.Altered.class);
        assertThatThrownBy(() -> Slip39.combine(List.of(forged, one.get(1), one.get(2), one.get(3)), NONE))
                .isInstanceOf(ShareException.Altered.class);
        Share otherThreshold = new Share(one.get(0).split(), 0, 0, 2, one.get(0).value());
        assertThatThrownBy(() -> Slip39.combine(List.of(one.get(1), one.get(2), otherThreshold), NONE))
                .isInstanceOfSatisfying(ShareException.Mismatch.class, e -> assertThat(e.index())
                        .isEqualTo(2));
        assertThatThrownBy(() -> Slip39.combine(List.of(), NONE)).isInstanceOf(ShareException.TooFew.class);
        assertThatThrownBy(() -> Slip39.combine(one.subList(0, 2), NONE)).hasMessage("2 of 3 shares given");
    }

    @Test
    void anotherPassphraseGivesAnotherSecret() throws Exception {
        byte[] secret = secret(new Random(1), 32);
        List<Share> shares = Slip39.split(secret, Policy.of(2, 2), "one".toCharArray(), 0, RANDOM)
                .get(0);
        assertThat(Slip39.combine(shares, "one".toCharArray())).isEqualTo(secret);
        assertThat(Slip39.combine(shares, "two".toCharArray())).hasSize(32).isNotEqualTo(secret);
    }

    @Test
    void whatTheStandardForbidsIsRefused() {
        assertThatThrownBy(() -> Policy.of(1, 2)).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> Policy.of(0, 2)).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> Policy.of(3, 2)).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> Policy.of(2, 17)).isInstanceOf(IllegalArgumentException.class);
        Policy.Group one = new Policy.Group(1, 1);
        assertThatThrownBy(() -> new Policy(1, List.of(one, one))).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> new Policy(2, List.of(new Policy.Group(1, 1))))
                .isInstanceOf(IllegalArgumentException.class);
        for (int size : new int[] {0, 14, 17, 66}) {
            assertThatThrownBy(() -> Slip39.split(new byte[size], Policy.of(2, 2), NONE, 0, RANDOM))
                    .isInstanceOf(IllegalArgumentException.class);
        }
        assertThatThrownBy(() -> Slip39.split(new byte[16], Policy.of(2, 2), "\u00e9".toCharArray(), 0, RANDOM))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageNotContaining("\u00e9");
        assertThatThrownBy(() -> Slip39.split(new byte[16], Policy.of(2, 2), NONE, 16, RANDOM))
                .isInstanceOf(IllegalArgumentException.class);
    }

    /** Were a row of the polynomial not random, the share of one custodian could give the secret away. */
    @Test
    void noTwoSplitsOfASecretShareAValue() {
        byte[] secret = new byte[16];
        for (int needed = 2; needed <= 5; needed++) {
            Set<String> values = new HashSet<>();
            for (int split = 0; split < 2; split++) {
                for (Share share : Slip39.split(secret, Policy.of(needed, 5), NONE, 0, RANDOM)
                        .get(0)) {
                    values.add(HexFormat.of().formatHex(share.value().expose()));
                }
            }
            assertThat(values).as("%d of 5", needed).hasSize(10);
        }
    }

    /** What was drawn for the polynomial is in the arrays that the source of randomness filled. */
    @Test
    void thePolynomialIsOverwritten() {
        List<byte[]> drawn = new ArrayList<>();
        SecureRandom kept = new SecureRandom() {
            private static final long serialVersionUID = 1L;

            @Override
            public void nextBytes(byte[] bytes) {
                super.nextBytes(bytes);
                if (bytes.length == 16) {
                    drawn.add(bytes);
                }
            }
        };
        Slip39.split(new byte[16], Policy.of(4, 5), NONE, 0, kept);
        assertThat(drawn).hasSize(3).allSatisfy(row -> assertThat(row).containsOnly(0));
    }

    /** Two groups of one share, of which one is needed, as another program may deal them: both hold the same. */
    @Test
    void copiesOfOneSecretAreComparedWithEachOther() throws Exception {
        Share.Split split = new Share.Split(1, true, 0, 1, 2, 16);
        byte[] value = secret(new Random(2), 16);
        Share one = new Share(split, 0, 0, 1, SecretBytes.copyOf(value));
        Share same = new Share(split, 1, 0, 1, SecretBytes.copyOf(value));
        assertThat(Slip39.combine(List.of(one, same), NONE)).isEqualTo(Slip39.combine(List.of(one), NONE));
        value[3] ^= 1;
        Share other = new Share(split, 1, 0, 1, SecretBytes.copyOf(value));
        assertThatThrownBy(() -> Slip39.combine(List.of(one, other), NONE)).isInstanceOf(ShareException.Altered.class);
    }

    @Test
    void whatIsMissingIsToldGroupByGroup() {
        Policy policy = new Policy(2, List.of(new Policy.Group(1, 1), new Policy.Group(3, 3)));
        List<List<Share>> shares = Slip39.split(new byte[16], policy, NONE, 0, RANDOM);
        List<Share> given = List.of(
                shares.get(0).get(0), shares.get(1).get(0), shares.get(1).get(2));
        assertThatThrownBy(() -> Slip39.combine(given, NONE))
                .isInstanceOf(ShareException.TooFew.class)
                .hasMessage("1 of 2 groups given (group 1: 1 of 1 shares, group 2: 2 of 3 shares)");
    }

    @Test
    void passphrasesAreFromBlankToTilde() throws Exception {
        List<Share> shares = Slip39.split(new byte[16], Policy.of(1, 1), " ~".toCharArray(), 0, RANDOM)
                .get(0);
        assertThat(Slip39.combine(shares, " ~".toCharArray())).isEqualTo(new byte[16]);
        for (char outside : new char[] {31, 127}) {
            assertThatThrownBy(() -> Slip39.split(new byte[16], Policy.of(1, 1), new char[] {outside}, 0, RANDOM))
                    .isInstanceOf(IllegalArgumentException.class);
            assertThatThrownBy(() -> Slip39.combine(shares, new char[] {outside}))
                    .isInstanceOf(IllegalArgumentException.class);
        }
    }

    /** The highest would take minutes, so that it is allowed shows in what is refused next. */
    @Test
    void iterationExponentsAreFromZeroToTheHighest() {
        for (int outside : new int[] {-1, 16}) {
            assertThatThrownBy(() -> Slip39.split(new byte[16], Policy.of(1, 1), new char[] {127}, outside, RANDOM))
                    .hasMessage("an iteration exponent is from 0 to 15, not " + outside);
        }
        assertThatThrownBy(() -> Slip39.split(new byte[16], Policy.of(1, 1), new char[] {127}, 15, RANDOM))
                .hasMessageStartingWith("the passphrase of shares");
    }
}

package org.phrkit.split;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.security.SecureRandom;
import org.junit.jupiter.api.Test;
import org.phrkit.crypto.SecretBytes;

class ShareTest {
    private static final SecureRandom RANDOM = new SecureRandom();

    private static Share share(int groupsNeeded, int groups, int group) {
        Share.Split split = new Share.Split(7, true, 0, groupsNeeded, groups, 16);
        return new Share(split, group, 0, 1, SecretBytes.random(16, RANDOM));
    }

    @Test
    void isOverwrittenWhenClosed() {
        Share share = share(1, 1, 0);
        byte[] inside = share.value().expose();
        assertThat(share.isDestroyed()).isFalse();
        share.close();
        assertThat(inside).containsOnly(0);
        assertThat(share.isDestroyed()).isTrue();
        assertThatThrownBy(share::exposeMnemonic).isInstanceOf(IllegalStateException.class);
    }

    /** Among them 24 bytes, whose words have all of the eight bits of padding that the standard allows. */
    @Test
    void theWordsOfEverySizeAreReadAgain() throws ShareException {
        for (int size = Slip39.SMALLEST_SECRET_BYTES; size <= Slip39.LARGEST_SECRET_BYTES; size += 2) {
            byte[] secret = new byte[size];
            RANDOM.nextBytes(secret);
            Share share = Slip39.split(secret, Policy.of(1, 1), new char[0], 0, RANDOM)
                    .get(0)
                    .get(0);
            Share read = Share.parse(share.exposeMnemonic());
            assertThat(read.value()).isEqualTo(share.value());
            assertThat(read.split()).isEqualTo(share.split());
        }
    }

    @Test
    void isReadFromTheFirstFourLettersOfItsWords() throws ShareException {
        Share share = share(1, 1, 0);
        String mnemonic = share.exposeMnemonic();
        String short4 = mnemonic.replaceAll("\\b(\\w{4})\\w*", "$1");
        assertThat(short4).hasSize(20 * 5 - 1);
        assertThat(Share.parse(short4).exposeMnemonic()).isEqualTo(mnemonic);
        assertThatThrownBy(() -> Share.parse(mnemonic.replaceAll("\\b(\\w{3})\\w*", "$1")))
                .hasMessage("word 1 is not in the list of words");
    }

    /** Of a secret of 66 bytes, whose padding would be right. */
    @Test
    void aShareOfALargerSecretIsRefused() {
        assertThatThrownBy(() -> Share.parse("academic ".repeat(60)))
                .isInstanceOf(ShareException.Malformed.class)
                .hasMessage("no share has 60 words");
    }

    @Test
    void groupsAreNeededThatThereAre() throws ShareException {
        assertThat(Share.parse(share(2, 2, 1).exposeMnemonic()).group()).isOne();
        for (Share wrong : new Share[] {share(3, 2, 1), share(2, 2, 2)}) {
            String mnemonic = wrong.exposeMnemonic();
            assertThatThrownBy(() -> Share.parse(mnemonic))
                    .isInstanceOf(ShareException.Malformed.class)
                    .hasMessage("it needs more groups than there are, or belongs to a group that does not exist");
        }
    }

    @Test
    void theMessageCountsTheWrongWordFromOne() {
        String mnemonic = share(1, 1, 0).exposeMnemonic();
        String last = mnemonic.substring(mnemonic.lastIndexOf(' ') + 1);
        String wrong =
                mnemonic.substring(0, mnemonic.lastIndexOf(' ') + 1) + (last.equals("academic") ? "acid" : "academic");
        assertThatThrownBy(() -> Share.parse(wrong))
                .hasMessage("the checksum does not match; if only one word is wrong, it is word 20");
    }
}

package org.phrkit.age.format;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Locale;
import org.junit.jupiter.api.Test;
import org.phrkit.testing.Seeds;

class Bech32Test {
    /** BIP 173, test vectors whose data are whole bytes. */
    @Test
    void readsTheStandardsVectors() throws Bech32.Malformed {
        assertThat(Bech32.decode("A12UEL5L").prefix()).isEqualTo("a");
        assertThat(Bech32.decode("A12UEL5L").data()).isEmpty();
        assertThat(Bech32.decode("a12uel5l").prefix()).isEqualTo("a");
        Bech32 split = Bech32.decode("split1checkupstagehandshakeupstreamerranterredcaperred2y9e3w");
        assertThat(split.prefix()).isEqualTo("split");
        assertThat(Bech32.encode("split", split.data()))
                .isEqualTo("split1checkupstagehandshakeupstreamerranterredcaperred2y9e3w");
    }

    /** BIP 173, and forms of our own. */
    @Test
    void refusesMalformedTexts() {
        for (String text : new String[] {
            "",
            "1",
            "pzry9x0s0muk",
            "1pzry9x0s0muk",
            "x1b4n0q5v",
            "li1dgmt3",
            "A1G7SGD8",
            "10a06t8",
            "1qzzfhee",
            "a12UEL5L",
            "A12uEL5L",
            "a12uel5m",
            "de1lg7wt\u00ff",
            "\u007f1axkwrx",
            "a b12uel5l"
        }) {
            assertThatThrownBy(() -> Bech32.decode(text)).as(text).isInstanceOf(Bech32.Malformed.class);
        }
    }

    /** One byte in two groups: of the ten bits, the last two must be zero. */
    @Test
    void refusesPaddingThatIsNotZero() throws Bech32.Malformed {
        String alphabet = "qpzry9x8gf2tvdw0s3jn54khce6mua7l";
        for (int last = 0; last < 32; last++) {
            StringBuilder text = new StringBuilder("a1z").append(alphabet.charAt(last));
            int checksum = checksum(new int[] {3, 0, 1, 2, last, 0, 0, 0, 0, 0, 0}) ^ 1;
            for (int shift = 25; shift >= 0; shift -= 5) {
                text.append(alphabet.charAt(checksum >> shift & 31));
            }
            if (last % 4 == 0) {
                assertThat(Bech32.decode(text.toString()).data()).containsExactly(2 << 3 | last >> 2);
            } else {
                assertThatThrownBy(() -> Bech32.decode(text.toString()))
                        .hasMessageContaining("padding")
                        .isInstanceOf(Bech32.Malformed.class);
            }
        }
    }

    /** BIP 173, "Checksum": the polynomial over the expanded prefix and the groups. */
    private static int checksum(int[] values) {
        int[] generator = {0x3b6a57b2, 0x26508e6d, 0x1ea119fa, 0x3d4233dd, 0x2a1462b3};
        int checksum = 1;
        for (int value : values) {
            int top = checksum >> 25;
            checksum = (checksum & 0x1ffffff) << 5 ^ value;
            for (int i = 0; i < 5; i++) {
                checksum ^= (top >> i & 1) == 1 ? generator[i] : 0;
            }
        }
        return checksum;
    }

    @Test
    void roundTripsAndFindsEverySingleWrongCharacter() {
        Seeds.forEach(200, random -> {
            byte[] data = new byte[random.nextInt(0, 60)];
            random.nextBytes(data);
            String text = Bech32.encode("age", data);
            assertThat(Bech32.decode(text).data()).isEqualTo(data);
            assertThat(Bech32.decode(text.toUpperCase(Locale.ROOT)).data()).isEqualTo(data);
            int at = 4 + random.nextInt(text.length() - 4);
            char other = "qpzry9x8gf2tvdw0s3jn54khce6mua7l".charAt(random.nextInt(32));
            if (other != text.charAt(at)) {
                String wrong = text.substring(0, at) + other + text.substring(at + 1);
                assertThatThrownBy(() -> Bech32.decode(wrong)).isInstanceOf(Bech32.Malformed.class);
            }
        });
    }
}

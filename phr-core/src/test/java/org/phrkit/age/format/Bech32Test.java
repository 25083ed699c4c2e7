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

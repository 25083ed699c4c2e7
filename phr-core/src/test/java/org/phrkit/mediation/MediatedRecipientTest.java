package org.phrkit.mediation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.phrkit.age.HybridRecipient;
import org.phrkit.age.MalformedKeyException;
import org.phrkit.age.Recipient;
import org.phrkit.age.X25519Recipient;
import org.phrkit.age.format.Bech32;

class MediatedRecipientTest {
    private static MediatedRecipient recipient(boolean isPostQuantum) {
        DoctorPart doctor = isPostQuantum
                ? DoctorPart.generatePostQuantum(OpeningTest.random(1))
                : DoctorPart.generate(OpeningTest.random(1));
        return doctor.recipient(StorePart.generate(OpeningTest.random(2)).point());
    }

    @Test
    void textsAreReadAsTheyAreWritten() throws MediationException {
        MediatedRecipient plain = recipient(false);
        assertThat(plain.toString()).startsWith("age1phr1q").hasSize(67);
        assertThat(MediatedRecipient.parse(plain.toString())).isEqualTo(plain).hasSameHashCodeAs(plain);
        MediatedRecipient hybrid = recipient(true);
        assertThat(MediatedRecipient.parse(hybrid.toString())).isEqualTo(hybrid).isNotEqualTo(plain);
        assertThat(hybrid.isPostQuantum()).isTrue();
        ReportPart report = ReportPart.generate(OpeningTest.random(3));
        assertThat(report.recipient(plain)).isInstanceOf(X25519Recipient.class);
        assertThat(report.recipient(hybrid)).isInstanceOf(HybridRecipient.class);
    }

    @Test
    void noAgeTakesItForAPlainKey() {
        assertThatThrownBy(() -> Recipient.parse(recipient(false).toString()))
                .isInstanceOf(MalformedKeyException.class)
                .hasMessageContaining("opens reports together with a store");
    }

    @Test
    void allElseIsRefused() throws Exception {
        byte[] data = Bech32.decode(recipient(false).toString()).data();
        refused(Bech32.encode("age", data), "a mediated recipient starts with \"age1phr1\"");
        refused("age1phr1qq", "it is too short, or has no '1' after its prefix");
        refused(Bech32.encode("age1phr", new byte[0]), "it is a recipient of an unknown version");
        byte[] later = data.clone();
        later[0] = 3;
        refused(Bech32.encode("age1phr", later), "it is a recipient of an unknown version");
        refused(Bech32.encode("age1phr", Arrays.copyOf(data, 32)), "it does not hold 32 bytes");
        byte[] small = Arrays.copyOf(new byte[] {1}, 33);
        refused(Bech32.encode("age1phr", small), "the point has a small order");
        byte[] hybrid = Bech32.decode(recipient(true).toString()).data();
        refused(Bech32.encode("age1phr", Arrays.copyOf(hybrid, 1216)), "it does not hold 1216 bytes");
        Arrays.fill(hybrid, 1, 1185, (byte) 0xff);
        refused(Bech32.encode("age1phr", hybrid), "it is not a public key");
    }

    private static void refused(String text, String message) {
        assertThatThrownBy(() -> MediatedRecipient.parse(text))
                .isInstanceOf(MediationException.class)
                .hasMessage(message);
    }
}

package org.phrkit.mediation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.BufferedInputStream;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.phrkit.age.Age;
import org.phrkit.age.AgeHeader;
import org.phrkit.age.Recipient;
import org.phrkit.crypto.SecretBytes;
import org.phrkit.testing.Shared;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** The vectors of an independent program, with files that age 1.1.1 wrote. */
class MediationVectorsTest {
    private static JsonNode vectors() {
        return JsonMapper.shared()
                .readTree(Shared.path("vectors/mediated/vectors.json").toFile());
    }

    private static byte[] hex(JsonNode from, String name) {
        return HexFormat.of().parseHex(from.get(name).asString());
    }

    @Test
    void everyCase() throws IOException {
        JsonNode cases = vectors().get("cases");
        assertThat(cases).hasSizeGreaterThan(9);
        for (JsonNode each : cases) {
            DoctorPart doctor = DoctorPart.of(hex(each, "doctor_share"));
            StorePart store = StorePart.of(hex(each, "store_share"));
            ReportPart report = ReportPart.of(hex(each, "report_share"));
            assertThat(store.point().bytes()).isEqualTo(hex(each, "store_point"));
            MediatedRecipient recipient = doctor.recipient(store.point());
            assertThat(recipient.point().bytes()).isEqualTo(hex(each, "mediated_point"));
            Recipient ofReport = report.recipient(recipient);
            assertThat(ofReport).hasToString(each.get("report_recipient").asString());

            byte[] ephemeral = hex(each, "ephemeral");
            assertThat(Opening.tag(ephemeral)).isEqualTo(each.get("tag").asString());
            SecretBytes blind = SecretBytes.owning(hex(each, "blind"));
            CurvePoint blinded = CurvePoint.of(ephemeral).times(blind);
            assertThat(blinded.bytes()).isEqualTo(hex(each, "request_point"));
            byte[] unblind = Scalars.representative(doctor.exposeBytes(), Scalars.inverse(blind.expose()));
            assertThat(unblind).isEqualTo(hex(each, "unblind"));
            CurvePoint answer = store.answer(report, blinded);
            assertThat(answer.bytes()).isEqualTo(hex(each, "answer_point"));
            assertThat(answer.sharedWith(SecretBytes.owning(unblind)).expose()).isEqualTo(hex(each, "shared_secret"));

            DeviceFactor factor = DeviceFactor.of(hex(each, "device_factor"));
            assertThat(doctor.forDevice(factor).exposeBytes()).isEqualTo(hex(each, "second_device_share"));
            assertThat(store.forDevice(factor).exposeBytes()).isEqualTo(hex(each, "second_device_store_share"));
        }
    }

    @Test
    void filesOfAgeAreOpenedByBothDevices() throws IOException {
        for (JsonNode each : vectors().get("cases")) {
            DoctorPart doctor = DoctorPart.of(hex(each, "doctor_share"));
            StorePart store = StorePart.of(hex(each, "store_share"));
            byte[] file = Base64.getDecoder().decode(each.get("age_file_base64").asString());
            DeviceFactor factor = DeviceFactor.of(hex(each, "device_factor"));
            for (boolean second : List.of(false, true)) {
                String opened = opened(
                        file,
                        second ? doctor.forDevice(factor) : doctor,
                        second ? store.forDevice(factor) : store,
                        ReportPart.of(hex(each, "report_share")),
                        Recipient.parse(each.get("report_recipient").asString()));
                assertThat(opened).isEqualTo(each.get("plaintext").asString());
            }
        }
    }

    private static String opened(
            byte[] file, DoctorPart doctor, StorePart store, ReportPart report, Recipient recipient)
            throws IOException {
        AgeHeader header = AgeHeader.read(new BufferedInputStream(new ByteArrayInputStream(file)));
        try (Opening opening = doctor.open(header.shares().get(0), OpeningTest.random(7))) {
            CurvePoint answer = store.answer(report, opening.request().point());
            ByteArrayOutputStream out = new ByteArrayOutputStream();
            Age.decrypt(
                    List.of(opening.identity(answer, (org.phrkit.age.KeyRecipient) recipient)),
                    new ByteArrayInputStream(file),
                    out);
            return out.toString(StandardCharsets.UTF_8);
        }
    }

    @Test
    void everyRepresentative() {
        JsonNode representatives = vectors().get("representatives");
        assertThat(representatives).hasSizeGreaterThan(20);
        byte[] one = ScalarsTest.bytes(BigInteger.ONE);
        for (JsonNode each : representatives) {
            byte[] scalar = hex(each, "scalar");
            if (each.get("representative").isNull()) {
                assertThatThrownBy(() -> Scalars.representative(scalar, one)).isInstanceOf(ArithmeticException.class);
            } else {
                assertThat(Scalars.representative(scalar, one)).isEqualTo(hex(each, "representative"));
            }
        }
    }

    @Test
    void everyPointOfSmallOrderIsRefused() {
        JsonNode points = vectors().get("low_order_points");
        assertThat(points).hasSize(7);
        for (JsonNode each : points) {
            byte[] point = HexFormat.of().parseHex(each.asString());
            assertThatThrownBy(() -> CurvePoint.of(point))
                    .isInstanceOf(MediationException.class)
                    .message()
                    .containsAnyOf("small order", "not canonical");
        }
    }
}

package org.phrkit.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermission;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.phrkit.client.StoreClient;
import org.phrkit.client.StoreException;
import org.phrkit.report.ReportReader;
import org.phrkit.server.accounts.Role;
import org.phrkit.store.Invitation;

class StoreTest {
    @TempDir
    private Path scratch;

    @Test
    void aReportGoesFromPatientToDoctorAndToNobodyElse() throws Exception {
        try (TestStore store = TestStore.in(scratch.resolve("store"))) {
            TestStore.Person anna = store.join(Role.PATIENT, "Anna");
            TestStore.Person doctor = store.join(Role.DOCTOR, "Dr. A");
            TestStore.Person other = store.join(Role.DOCTOR, "Dr. B");

            String report = anna.put(scratch, "all is well", doctor);

            assertThat(text(doctor, report)).isEqualTo("all is well");
            assertThat(anna.client().list()).extracting(StoreClient.Listed::id).containsExactly(report);
            assertThat(doctor.client().list())
                    .extracting(StoreClient.Listed::id)
                    .containsExactly(report);
            assertThat(other.client().list()).isEmpty();
            assertThatThrownBy(() -> other.get(report))
                    .isInstanceOfSatisfying(StoreException.Refused.class, e -> assertThat(e.status())
                            .isEqualTo(404));
        }
    }

    @Test
    void whoHasTheFolderReadsNoReportAndUsesNoInvitation() throws Exception {
        try (TestStore store = TestStore.in(scratch.resolve("store"), TestStore.PLAIN)) {
            TestStore.Person anna = store.join(Role.PATIENT, "Anna");
            TestStore.Person doctor = store.join(Role.DOCTOR, "Dr. A");
            Invitation unused = store.invite(Role.DOCTOR);
            String report = anna.put(scratch, "all is well", doctor);
            anna.grant(anna.client(), report, store.join(Role.DOCTOR, "Dr. B"), false);
            List<Path> files;
            try (var found = Files.walk(store.folder())) {
                files = found.filter(Files::isRegularFile).toList();
            }
            assertThat(files).hasSizeGreaterThan(3);
            for (Path file : files) {
                String bytes = Files.readString(file, StandardCharsets.ISO_8859_1);
                assertThat(bytes)
                        .as(file.toString())
                        .doesNotContain("all is well", "report.txt", unused.code())
                        .doesNotContain(anna.membership().key().exposeText())
                        .doesNotContain(doctor.membership().key().exposeText());
                assertThat(Files.getPosixFilePermissions(file))
                        .as(file.toString())
                        .isSubsetOf(PosixFilePermission.OWNER_READ, PosixFilePermission.OWNER_WRITE);
            }
        }
    }

    static String text(TestStore.Person person, String report) throws Exception {
        return text(person, person.client(), report);
    }

    static String text(TestStore.Person person, StoreClient client, String report) throws Exception {
        ByteArrayOutputStream sealed = new ByteArrayOutputStream();
        client.get(report, sealed);
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        try (ReportReader reader = ReportReader.open(
                List.of(person.identity()),
                new ByteArrayInputStream(sealed.toByteArray()),
                new ReportReader.Expectation(Optional.empty(), Optional.of(report), Optional.empty()))) {
            reader.readFiles(file -> out);
        }
        return out.toString(StandardCharsets.UTF_8);
    }
}

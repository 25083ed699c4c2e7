package org.phrkit.server;

import java.io.BufferedInputStream;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import org.phrkit.age.AgeHeader;
import org.phrkit.age.Identity;
import org.phrkit.client.MediationClient;
import org.phrkit.client.StoreClient;
import org.phrkit.mediation.MediatedRecipient;
import org.phrkit.mediation.ReportPart;
import org.phrkit.report.Envelope;
import org.phrkit.report.Reader;
import org.phrkit.report.ReportDraft;
import org.phrkit.report.ReportWriter;
import org.phrkit.report.Source;
import org.phrkit.server.accounts.Role;
import org.phrkit.store.ContactCard;
import org.phrkit.store.OwnerKeys;

/** A doctor, with one of her devices. */
record TestDoctor(TestStore.Person person, MediationClient.Enrolled enrolled, MediationClient.DevicePart device) {
    static TestDoctor of(TestStore store, boolean isPostQuantum) throws Exception {
        TestStore.Person person = store.join(Role.DOCTOR, "Dr. A");
        MediationClient.Enrolled enrolled = person.client().mediation().enrol(isPostQuantum);
        OwnerKeys keys = new OwnerKeys(person.identity(), person.signing(), Optional.empty());
        person.client().mediation().keepKeys(keys.encrypt(person.recovery(), TestStore.RANDOM));
        person.client().showCard(card(person, enrolled.recipient()).sign(person.signing()));
        return new TestDoctor(person, enrolled, enrolled.device());
    }

    static ContactCard card(TestStore.Person person, MediatedRecipient recipient) {
        return new ContactCard(
                "Dr. A",
                person.signing().verificationKey(),
                person.identity().recipient(),
                Optional.of(recipient),
                Instant.EPOCH,
                Optional.of(person.logKey()));
    }

    MediationClient mediation() {
        return person.client().mediation();
    }

    /** The report as it is read, checked as a client does. */
    String read(String report) throws IOException {
        byte[] file = person.get(report);
        return OpeningsTest.text(file, identity(file, Optional.of(report)));
    }

    Identity identity(byte[] file, Optional<String> report) throws IOException {
        AgeHeader header = AgeHeader.read(new BufferedInputStream(new ByteArrayInputStream(file)));
        return mediation()
                .open(device.part(), header, report)
                .orElseThrow(() -> new IOException("no stanza stands in a grant"));
    }

    StoreClient.Named named(ReportPart part, String tag, OptionalLong most) {
        return new StoreClient.Named(
                person.fingerprint(), false, Optional.of(new StoreClient.Mediated(part, tag, most)));
    }
    /** A report of a patient for this doctor, who opens it through the store. */
    String put(Path scratch, TestStore.Person anna, OptionalLong most) throws Exception {
        ReportPart part = ReportPart.generate(TestStore.RANDOM);
        Path file = Files.createTempDirectory(scratch, "put").resolve("report.age");
        List<Reader> readers = List.of(
                new Reader(anna.identity().recipient(), anna.signing().verificationKey()),
                new Reader(
                        part.recipient(enrolled.recipient()), person.signing().verificationKey()));
        ReportDraft draft = ReportWriter.draft(
                List.of(Source.of("report.txt", OpeningsTest.TEXT.getBytes(StandardCharsets.UTF_8))),
                new Envelope(anna.signing(), readers, Instant.now(), Optional.empty(), false),
                TestStore.RANDOM);
        draft.seal(file, TestStore.RANDOM);
        String tag = OpeningsTest.tag(Files.readAllBytes(file), 1);
        String id = draft.manifest().id();
        anna.client().put(file, id, List.of(named(part, tag, most)), Optional.empty(), Optional.empty());
        return id;
    }
}

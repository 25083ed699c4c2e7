package org.phrkit.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Queue;
import java.util.SplittableRandom;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.phrkit.age.X25519Identity;
import org.phrkit.client.LogClient;
import org.phrkit.client.LogMemory;
import org.phrkit.client.MediationClient;
import org.phrkit.client.StoreClient;
import org.phrkit.client.StoreException;
import org.phrkit.server.accounts.Role;
import org.phrkit.server.log.LogTree;
import org.phrkit.sign.VerificationKey;
import org.phrkit.store.CardPlace;
import org.phrkit.store.ContactCard;
import org.phrkit.store.DeviceCertificate;
import org.phrkit.store.HandedCard;
import org.phrkit.store.LogLine;
import org.phrkit.store.RequestKey;
import org.phrkit.store.SignedRequest;
import org.phrkit.store.SignedStatement;
import org.phrkit.store.StoreFormatException;
import org.phrkit.transparency.LogKey;

/** The log, as those see it who are told of it, and as a store must keep it. */
class LogTest {
    @TempDir
    private Path scratch;

    private Path second;
    private TestStore store;
    private TestStore.Person anna;
    private TestStore.Person doctor;

    /** What a device keeps. */
    static final class Memory implements LogMemory {
        private Optional<String> text = Optional.empty();

        @Override
        public Optional<String> read() {
            return text;
        }

        @Override
        public void keep(String kept) {
            text = Optional.of(kept);
        }

        Memory copy() {
            Memory copy = new Memory();
            copy.text = text;
            return copy;
        }
    }

    @BeforeEach
    void begin() throws Exception {
        second = Files.createDirectory(scratch.resolve("second"));
        store = TestStore.in(
                scratch.resolve("store"),
                "origin",
                "http://127.0.0.1:PORT",
                "rate",
                "100000",
                "second",
                second.toString());
        anna = store.join(Role.PATIENT, "Anna");
        doctor = store.join(Role.DOCTOR, "Dr. A");
    }

    @AfterEach
    void end() throws Exception {
        store.close();
    }

    private static StoreClient client(TestStore.Person person, LogMemory memory) {
        return StoreClient.open(person.membership(), memory, Clock.systemUTC(), TestStore.RANDOM);
    }

    private static List<LogLine> lines(TestStore.Person person) throws Exception {
        return client(person, new Memory()).log().lines(0).stream()
                .map(LogClient.Line::line)
                .toList();
    }

    private static LogClient.News watch(TestStore.Person person, LogMemory memory) throws Exception {
        LogClient log = client(person, memory).log();
        LogClient.News news = log.watch(owner(person, Optional.empty()), Map.of());
        log.seen();
        return news;
    }

    private static LogClient.Owner owner(TestStore.Person person, Optional<VerificationKey> recovery) {
        return new LogClient.Owner(
                Optional.of(person.logKey()),
                person.signing().verificationKey(),
                recovery,
                person.membership().key().publicKey());
    }

    /** Who has a card finds each key of its owner, and each that the store shows as his. */
    @Test
    void anEntryOfAContactsKeyIsSeenOnceItWasLookedFor() throws Exception {
        Memory memory = new Memory();
        Map<String, LogClient.Contact> contacts =
                Map.of("dr", new LogClient.Contact(doctor.logKey(), Optional.empty()));
        assertThat(client(anna, memory).log().lookFor(contacts))
                .as("what is there already")
                .isEmpty();
        anna.put(scratch, "one", doctor);
        assertThat(client(anna, memory).log().lookFor(contacts)).isEmpty();
        // The store replaces his card; its line is for him alone.
        doctor.client().showCard(doctor.card());
        List<LogClient.ContactEntry> expected = List.of(new LogClient.ContactEntry("dr", 3, 5, LogClient.Sight.NEW));
        for (int i = 0; i < 2; i++) {
            assertThat(client(anna, memory).log().lookFor(contacts)).isEqualTo(expected);
        }
        LogClient log = client(anna, memory).log();
        LogClient.News news = log.watch(owner(anna, Optional.empty()), contacts);
        assertThat(news.contacts()).isEqualTo(expected);
        assertThat(news.isEmpty()).isFalse();
        assertThat(client(anna, memory).log().lookFor(contacts))
                .as("not told yet")
                .isEqualTo(expected);
        log.seen();
        assertThat(client(anna, memory).log().lookFor(contacts)).isEmpty();
        store.served().database().write(handle -> {
            String account = doctor.membership().account();
            handle.execute("update account set log_keys = 1 where id = ?", account);
            store.served().log().key(handle, account, LogLine.KeyEvent.What.CARD, "another", Optional.empty());
            return true;
        });
        assertThat(client(anna, memory).log().lookFor(contacts))
                .containsExactly(new LogClient.ContactEntry("dr", 2, 6, LogClient.Sight.AGAIN));
        // Whoever looks for the first time finds what is there twice, until watch has told of it.
        Memory first = new Memory();
        for (int i = 0; i < 2; i++) {
            assertThat(client(anna, first).log().lookFor(contacts))
                    .containsExactly(new LogClient.ContactEntry("dr", 2, 6, LogClient.Sight.AGAIN));
        }
        log = client(anna, first).log();
        log.watch(owner(anna, Optional.empty()), contacts);
        log.seen();
        assertThat(client(anna, first).log().lookFor(contacts)).isEmpty();
    }

    /** What somebody who takes the card of the doctor keeps of where it stands in the log. */
    private static LogClient.Contact contact(TestStore.Person person, SignedStatement card) throws Exception {
        HandedCard handed =
                new HandedCard(card, client(person, new Memory()).log().proofOf(card));
        CardPlace place = HandedCard.parse(handed.json()).place().orElseThrow();
        return new LogClient.Contact(person.logKey(), Optional.of(CardPlace.parse(place.text())));
    }

    @Test
    void aCardIsTakenWithItsEntryAlone() throws Exception {
        SignedStatement older = doctor.card();
        doctor.client().showCard(older);
        LogClient.Contact first = contact(doctor, older);
        Map<String, LogClient.Contact> contacts = Map.of("dr", first);
        assertThat(first.card().orElseThrow().number()).isEqualTo(3);
        assertThat(client(anna, new Memory()).log().lookFor(contacts)).isEmpty();
        // A later one, of another key; its line is for him alone.
        SignedStatement newer = TestDoctor.of(store, false).person().card();
        SignedStatement own = new ContactCard(
                        "Dr. A",
                        doctor.signing().verificationKey(),
                        X25519Identity.generate(TestStore.RANDOM).recipient(),
                        Optional.empty(),
                        Instant.EPOCH,
                        Optional.of(doctor.logKey()))
                .sign(doctor.signing());
        doctor.client().showCard(own);
        List<LogClient.ContactEntry> told = client(anna, new Memory()).log().lookFor(contacts);
        assertThat(told).singleElement().satisfies(entry -> {
            assertThat(entry.sight()).isEqualTo(LogClient.Sight.NEW);
            assertThat(entry.number()).isEqualTo(4);
        });
        Memory memory = new Memory();
        for (int i = 0; i < 2; i++) {
            assertThat(client(anna, memory).log().lookFor(contacts)).isEqualTo(told);
        }
        // Who took the card of that entry is told of nothing, though nobody looked for him before, or somebody did.
        Map<String, LogClient.Contact> renewed = Map.of("dr", contact(doctor, own));
        assertThat(client(anna, memory).log().lookFor(renewed)).isEmpty();
        assertThat(client(anna, new Memory()).log().lookFor(renewed)).isEmpty();
        assertThat(client(doctor, new Memory()).log().proofOf(older)).isEmpty();
        assertThat(client(doctor, new Memory()).log().proofOf(newer)).isEmpty();
        // A device comes behind it: the card covers it from when it was written.
        RequestKey device = RequestKey.generate(TestStore.RANDOM);
        doctor.client()
                .addDevice(new DeviceCertificate(
                                doctor.signing().verificationKey(),
                                store.fingerprint(),
                                device.publicKey(),
                                Instant.EPOCH)
                        .sign(doctor.signing()));
        assertThat(client(anna, new Memory()).log().lookFor(renewed)).hasSize(1);
        CardPlace both = contact(doctor, own).card().orElseThrow();
        assertThat(both.last()).isEqualTo(5);
        assertThat(client(anna, new Memory())
                        .log()
                        .lookFor(Map.of("dr", new LogClient.Contact(doctor.logKey(), Optional.of(both)))))
                .isEmpty();
    }

    /** The store shows the doctor his own card, and a patient the entry of another one. */
    @Test
    void aCardWhoseEntryIsAnotherOrMissingIsAnAlarm() throws Exception {
        CardPlace place = contact(doctor, shownFirst(doctor)).card().orElseThrow();
        Map<String, LogClient.Contact> contacts =
                Map.of("dr", new LogClient.Contact(doctor.logKey(), Optional.of(place)));
        Memory memory = new Memory();
        assertThat(client(anna, memory).log().lookFor(contacts)).isEmpty();
        String hash = place.sha256();
        String almost = (hash.charAt(0) == 'a' ? 'b' : 'a') + hash.substring(1);
        for (String sha256 : List.of("0".repeat(64), almost)) {
            CardPlace other = new CardPlace(place.store(), place.number(), place.count(), sha256);
            Map<String, LogClient.Contact> forged =
                    Map.of("dr", new LogClient.Contact(doctor.logKey(), Optional.of(other)));
            LogClient.ContactEntry expected = new LogClient.ContactEntry("dr", 1, 2, LogClient.Sight.OTHER);
            for (Memory each : List.of(memory, new Memory())) {
                LogClient log = client(anna, each).log();
                assertThat(log.lookFor(forged)).contains(expected);
                assertThat(log.watch(owner(anna, Optional.empty()), forged).contacts())
                        .contains(expected);
                log.seen();
                assertThat(log.lookFor(forged)).as("told or not").containsExactly(expected);
            }
        }
        CardPlace later = new CardPlace(place.store(), place.number() + 1, place.count(), place.sha256());
        assertThat(client(anna, new Memory())
                        .log()
                        .lookFor(Map.of("dr", new LogClient.Contact(doctor.logKey(), Optional.of(later)))))
                .containsExactly(new LogClient.ContactEntry("dr", 3, -1, LogClient.Sight.MISSING));
        // Of another store nothing is asked here.
        CardPlace elsewhere = new CardPlace("0".repeat(32), 1, 1, "0".repeat(64));
        assertThat(client(anna, new Memory())
                        .log()
                        .lookFor(Map.of("dr", new LogClient.Contact(doctor.logKey(), Optional.of(elsewhere)))))
                .isEmpty();
    }

    private static SignedStatement shownFirst(TestStore.Person person) throws Exception {
        return ((LogLine.KeyEvent) lines(person).get(0)).statement().orElseThrow();
    }

    @Test
    void aDeviceThatTheOwnersRecoveryKeyAddedIsNewsAndOneOfAnotherKeyAnAlarm() throws Exception {
        TestDoctor opener = TestDoctor.of(store, false);
        MediationClient.recover(
                store.origin(),
                store.fingerprint(),
                opener.person().recovery(),
                opener.enrolled().paper().exposeBytes(),
                Clock.systemUTC(),
                TestStore.RANDOM);
        TestStore.Person person = opener.person();
        VerificationKey own = person.recovery().verificationKey();
        LogClient.News news = client(person, new Memory()).log().watch(owner(person, Optional.of(own)), Map.of());
        assertThat(news.alerts()).isEmpty();
        assertThat(news.lines())
                .anyMatch(line -> line.line() instanceof LogLine.KeyEvent event
                        && event.what() == LogLine.KeyEvent.What.RECOVERED);
        assertThat(alarms(person, Optional.of(anna.recovery().verificationKey())))
                .containsExactly(LogClient.Alarm.NOT_MINE);
        assertThat(alarms(person, Optional.empty())).containsExactly(LogClient.Alarm.RECOVERY);
    }

    private static List<LogClient.Alarm> alarms(TestStore.Person person, Optional<VerificationKey> recovery)
            throws Exception {
        return client(person, new Memory()).log().watch(owner(person, recovery), Map.of()).alerts().stream()
                .map(LogClient.Alert::alarm)
                .toList();
    }

    @Test
    void grantsAndTheirEndAreTold() throws Exception {
        String report = anna.put(scratch, "one", doctor);
        String granted = anna.put(scratch, "two");
        anna.grant(anna.client(), granted, doctor, false);
        anna.client().revoke(granted, doctor.fingerprint());
        for (TestStore.Person person : List.of(anna, doctor)) {
            List<LogLine> lines = lines(person);
            assertThat(lines).hasSize(5);
            assertThat(lines.subList(0, 2)).allMatch(LogLine.KeyEvent.class::isInstance);
            assertThat(lines.get(2)).isInstanceOfSatisfying(LogLine.Granted.class, line -> {
                assertThat(line.report()).isEqualTo(report);
                assertThat(line.reader()).isEqualTo(doctor.fingerprint());
                assertThat(line.granter()).isEqualTo(anna.fingerprint());
            });
            assertThat(lines.get(3)).isInstanceOfSatisfying(LogLine.Granted.class, line -> assertThat(line.grant())
                    .isPresent());
            assertThat(lines.get(4)).isInstanceOf(LogLine.TakenBack.class);
        }
        TestStore.Person other = store.join(Role.DOCTOR, "Dr. B");
        assertThat(lines(other)).hasSize(2).allMatch(LogLine.KeyEvent.class::isInstance);
    }

    /** Openings at the same instant have a line each, and the line proves that the doctor asked. */
    @Test
    void anOpeningIsProvedByTheDoctorsSignature() throws Exception {
        TestDoctor opener = TestDoctor.of(store, false);
        String report = opener.put(scratch, anna, OptionalLong.empty());
        List<Thread> threads = new ArrayList<>();
        Queue<Exception> failures = new ConcurrentLinkedQueue<>();
        for (int i = 0; i < 8; i++) {
            Thread thread = new Thread(() -> {
                try {
                    opener.read(report);
                } catch (Exception e) {
                    failures.add(e);
                }
            });
            thread.start();
            threads.add(thread);
        }
        for (Thread thread : threads) {
            thread.join();
        }
        assertThat(failures).isEmpty();
        for (TestStore.Person person : List.of(anna, opener.person())) {
            List<LogLine.Opened> openings = lines(person).stream()
                    .filter(LogLine.Opened.class::isInstance)
                    .map(LogLine.Opened.class::cast)
                    .toList();
            assertThat(openings).hasSize(8);
            for (LogLine.Opened opened : openings) {
                assertThat(opened.report()).isEqualTo(report);
                assertThat(opened.verify(store.fingerprint())).isTrue();
            }
            LogLine.Opened one = openings.get(0);
            requireUnproved(
                    new LogLine.Opened(one.time(), one.report(), anna.fingerprint(), one.request(), one.certificate()),
                    "certified by another key");
            requireUnproved(
                    new LogLine.Opened(one.time(), TestStore.newId(), one.reader(), one.request(), one.certificate()),
                    "for another report");
            SignedRequest other = new SignedRequest(
                    one.request().base(),
                    openings.get(1).request().signature(),
                    one.request().body());
            requireUnproved(
                    new LogLine.Opened(one.time(), report, one.reader(), other, one.certificate()),
                    "signature does not match");
        }
        assertThat(lines(doctor)).noneMatch(LogLine.Opened.class::isInstance);
        store.close();
        assertThat(store.faults()).isEmpty();
    }

    private void requireUnproved(LogLine.Opened forged, String why) {
        assertThatThrownBy(() -> forged.verify(store.fingerprint()))
                .isInstanceOf(StoreFormatException.class)
                .hasMessageContaining(why);
    }

    @Test
    void whatIsErasedIsTakenOutOfTheLinesAndNotOutOfTheTree() throws Exception {
        String report = anna.put(scratch, "one", doctor);
        Memory memory = new Memory();
        long size = client(anna, memory).log().newest().head().size();
        anna.client().erase(report, anna.recovery());
        assertThat(lines(anna)).hasSize(2);
        assertThat(lines(doctor)).hasSize(2);
        assertThat(client(anna, memory).log().newest().head().size()).isGreaterThanOrEqualTo(size);
        store.close();
        assertThat(store.faults()).isEmpty();
        assertThat(HexFormat.of().formatHex(Files.readAllBytes(store.folder().resolve("store.db"))))
                .doesNotContain(HexFormat.of()
                        .formatHex(("\"report\":\"" + report).getBytes(java.nio.charset.StandardCharsets.UTF_8)));
    }

    /** What a client keeps who saw one entry more than the store has, by now. */
    private Memory memoryOfWhatWasRolledBack() throws Exception {
        store.close();
        Path copy = copyOfStore();
        store.serve();
        Memory memory = new Memory();
        anna.put(scratch, "one", doctor);
        client(anna, memory).account();
        store.close();
        replaceStoreBy(copy);
        store.serve();
        return memory;
    }

    @Test
    void aRollbackIsFound() throws Exception {
        Memory memory = memoryOfWhatWasRolledBack();
        assertThatThrownBy(() -> client(anna, memory).account())
                .isInstanceOf(StoreException.OtherHistory.class)
                .hasMessageContaining("rewritten its log: the log has 4 entries, and had 5 before");
    }

    /** A log of the same length is another one all the same. */
    @Test
    void aRollbackIsFoundThoughTheLogHasAsManyEntriesAgain() throws Exception {
        Memory memory = memoryOfWhatWasRolledBack();
        anna.put(scratch, "another", doctor);
        assertThatThrownBy(() -> client(anna, memory).account())
                .isInstanceOf(StoreException.OtherHistory.class)
                .hasMessageContaining("rewritten its log");
    }

    /** The store goes on from the same state twice, and shows each of two people one of the logs. */
    @Test
    void twoWhoExchangeAReportFindASplitView() throws Exception {
        Memory annas = new Memory();
        Memory doctors = new Memory();
        client(anna, annas).account();
        client(doctor, doctors).account();
        store.close();
        Path copy = copyOfStore();
        store.serve();
        anna.put(scratch, "one", doctor);
        client(anna, annas).account();
        String carried = client(anna, annas).log().carried().orElseThrow();
        store.close();
        replaceStoreBy(copy);
        store.serve();
        anna.put(scratch, "another", doctor);
        client(doctor, doctors).log().newest();
        assertThatThrownBy(() -> client(doctor, doctors).log().compare(List.of(carried)))
                .isInstanceOf(StoreException.OtherHistory.class)
                .hasMessageContaining("another log to who sent this");
        // And her own device finds it too.
        anna.put(scratch, "a third", doctor);
        assertThatThrownBy(() -> client(anna, annas).account())
                .isInstanceOf(StoreException.OtherHistory.class)
                .hasMessageContaining("not those that it had before");
        // What she carries of this log is no split, nor is what somebody made up.
        client(doctor, doctors)
                .log()
                .compare(List.of(client(doctor, new Memory()).log().newest().note(), "no checkpoint"));
    }

    @Test
    void entriesThatWereShownToOthersAreNotHidden() throws Exception {
        store.close();
        Path copy = copyOfStore();
        store.serve();
        anna.put(scratch, "one", doctor);
        Memory annas = new Memory();
        client(anna, annas).account();
        String carried = client(anna, annas).log().carried().orElseThrow();
        store.close();
        replaceStoreBy(copy);
        store.serve();
        assertThatThrownBy(() -> client(doctor, new Memory()).log().compare(List.of(carried)))
                .isInstanceOf(StoreException.OtherHistory.class)
                .hasMessageContaining("hides entries");
    }

    private Path copyOfStore() throws Exception {
        Path copy = scratch.resolve("copy");
        copy(store.folder(), copy.resolve("store"));
        copy(second, copy.resolve("second"));
        return copy;
    }

    private void replaceStoreBy(Path copy) throws Exception {
        Backups.deleteAll(store.folder());
        Backups.deleteAll(second);
        copy(copy.resolve("store"), store.folder());
        copy(copy.resolve("second"), second);
    }

    private static void copy(Path from, Path to) throws Exception {
        Files.createDirectories(to.getParent());
        try (var files = Files.walk(from)) {
            for (Path file : files.toList()) {
                Files.copy(file, to.resolve(from.relativize(file)), StandardCopyOption.COPY_ATTRIBUTES);
            }
        }
    }

    @Test
    void aKeyThatItsOwnerDidNotMakeIsAnAlarm() throws Exception {
        Memory memory = new Memory();
        assertThat(watch(anna, memory).alerts()).isEmpty();
        anna.client().showCard(anna.card());
        LogClient.News own = watch(anna, memory);
        assertThat(own.alerts()).isEmpty();
        assertThat(own.lines()).hasSize(1);
        assertThat(watch(anna, memory).isEmpty()).isTrue();
        // The store adds a device for somebody else, to whom it shows the entry of Anna's next key.
        RequestKey strange = RequestKey.generate(TestStore.RANDOM);
        TestStore.Person other = store.join(Role.PATIENT, "Mallory");
        store.close();
        store.serve();
        store.served().database().write(handle -> {
            store.served()
                    .log()
                    .key(
                            handle,
                            anna.membership().account(),
                            LogLine.KeyEvent.What.DEVICE,
                            strange.publicKey(),
                            Optional.of(other.certificate(store)));
            return true;
        });
        assertThat(watch(anna, memory).alerts()).singleElement().satisfies(alert -> assertThat(alert.alarm())
                .isEqualTo(LogClient.Alarm.NOT_MINE));
        // The same where it shows her no line at all.
        store.served().database().write(handle -> {
            store.served()
                    .log()
                    .key(
                            handle,
                            anna.membership().account(),
                            LogLine.KeyEvent.What.DEVICE,
                            strange.publicKey(),
                            Optional.empty());
            return handle.execute(
                    "update entry set owner = null where owner = ?",
                    anna.membership().account());
        });
        assertThat(watch(anna, memory).alerts()).singleElement().satisfies(alert -> assertThat(alert.alarm())
                .isEqualTo(LogClient.Alarm.NOT_MINE));
        store.served().database().write(handle -> {
            handle.execute(
                    "update account set log_keys = 0 where id = ?",
                    anna.membership().account());
            store.served()
                    .log()
                    .key(handle, anna.membership().account(), LogLine.KeyEvent.What.CARD, "again", Optional.empty());
            return true;
        });
        assertThat(watch(anna, memory).alerts()).singleElement().satisfies(alert -> assertThat(alert.alarm())
                .isEqualTo(LogClient.Alarm.TWICE));
    }

    @Test
    void theLogKeyOfAnAccountStays() throws Exception {
        ContactCard card = ContactCard.of(anna.card());
        ContactCard other = new ContactCard(
                card.name(),
                card.signer(),
                card.recipient(),
                card.mediated(),
                Instant.EPOCH,
                Optional.of(LogKey.generate(TestStore.RANDOM)));
        assertThatThrownBy(() -> anna.client().showCard(other.sign(anna.signing())))
                .isInstanceOf(StoreException.Refused.class)
                .hasMessageContaining("log key");
        // An account that had none gets it with a card, and entries of what it has.
        store.aside(
                it -> it.database().write(handle -> handle.execute("update account set log_key = null, log_keys = 0")));
        anna.client().showCard(other.sign(anna.signing()));
        TestStore.Person again = new TestStore.Person(
                anna.identity(),
                anna.signing(),
                anna.recovery(),
                anna.membership(),
                other.logKey().orElseThrow());
        LogClient.News news = watch(again, new Memory());
        assertThat(news.alerts()).isEmpty();
        assertThat(news.lines().stream()
                        .map(line -> ((LogLine.KeyEvent) line.line()).number())
                        .toList())
                .isEqualTo(List.of(1L, 2L, 1L, 2L));
    }

    @Test
    void aLineThatTheStoreAlteredIsFoundByWhomItIsAbout() throws Exception {
        anna.put(scratch, "one", doctor);
        store.served()
                .database()
                .write(handle -> handle.execute("update entry set line = replace(line, '\"granter\"',"
                        + " '\"granter\" ') where line like '%granter%'"));
        assertThatThrownBy(() -> lines(anna))
                .isInstanceOf(StoreException.OtherHistory.class)
                .hasMessageContaining("line 4 of the store's log is not the one");
    }

    @Test
    void checkFindsWhatWasAltered() throws Exception {
        for (int i = 0; i < 3; i++) {
            anna.put(scratch, "one", doctor);
        }
        store.close();
        assertThat(store.faults()).isEmpty();
        store.aside(it ->
                it.database().write(handle -> handle.execute("update entry set salt = zeroblob(32) where number = 4")));
        assertThat(store.faults()).contains("entry 4 of the log: its line was altered");
        assertThat(Server.run("check", store.folder().toString())).isEqualTo(3);
        store.aside(it -> it.database()
                .write(handle -> handle.execute("update entry set salt = null, line = null where number = 4")));
        assertThat(store.faults()).isEmpty();
        alter(store.folder().resolve("log/tile/entries/000"), 60);
        assertThat(store.faults()).hasSize(1).allMatch(fault -> fault.contains("entries/000.p/7: the entries are not"));
        alter(store.folder().resolve("log/tile/entries/000"), 60);
        alter(second.resolve("log/tile/0/000"), 60);
        assertThat(store.faults()).hasSize(1).allMatch(fault -> fault.contains("second") && fault.contains("edge"));
        // The hashes are made again of the entries; those are not.
        store.serve();
        store.close();
        assertThat(store.faults()).isEmpty();
        alter(store.folder().resolve("log/tile/entries/000"), 60);
        assertThatThrownBy(() -> store.serve()).hasMessageContaining("log");
    }

    private static void alter(Path file, int at) throws Exception {
        byte[] bytes = Files.readAllBytes(file);
        bytes[at] ^= 1;
        Files.write(file, bytes);
    }

    @Test
    void aFolderThatWentAwayIsMadeAgain() throws Exception {
        String note = client(anna, new Memory()).log().newest().note();
        for (List<Path> gone : List.of(
                List.of(second.resolve(LogTree.FOLDER)),
                List.of(store.folder().resolve(LogTree.FOLDER)),
                List.of(store.folder().resolve(LogTree.FOLDER), second.resolve(LogTree.FOLDER)))) {
            store.close();
            for (Path folder : gone) {
                Backups.deleteAll(folder);
            }
            store.serve();
            assertThat(client(anna, new Memory()).log().newest().note()).isEqualTo(note);
            assertThat(store.faults()).isEmpty();
        }
    }

    @Test
    void killedWhileItAppendsItLosesNoLineAndHasNoGap() throws Exception {
        store.close();
        Memory memory = new Memory();
        Queue<String> answered = new ConcurrentLinkedQueue<>();
        int rounds = Boolean.getBoolean("phr.seeds.all") ? 40 : 4;
        for (int seed = 0; seed < rounds; seed++) {
            SplittableRandom random = new SplittableRandom(seed);
            Process process = store.serveElsewhere();
            List<Thread> threads = new ArrayList<>();
            for (int i = 0; i < 4; i++) {
                Thread thread = new Thread(() -> putUntilItIsGone(answered));
                thread.start();
                threads.add(thread);
            }
            int enough = answered.size() + 1 + random.nextInt(20);
            long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(30);
            while (answered.size() < enough && System.nanoTime() < end) {
                Thread.sleep(1);
            }
            Thread.sleep(random.nextInt(20));
            process.destroyForcibly();
            for (Thread thread : threads) {
                thread.join();
            }
            process.waitFor(10, TimeUnit.SECONDS);
            store.serve();
            List<String> logged = new ArrayList<>();
            for (LogClient.Line line : client(anna, memory).log().lines(0)) {
                if (line.line() instanceof LogLine.Granted granted) {
                    logged.add(granted.report());
                }
            }
            assertThat(logged).as("seed " + seed).containsAll(answered).doesNotHaveDuplicates();
            store.close();
            assertThat(store.faults()).as("seed " + seed).isEmpty();
            store.aside(it -> it.database().write(handle -> handle.execute("delete from upload")));
        }
        assertThat(answered).hasSizeGreaterThan(rounds);
    }

    private void putUntilItIsGone(Queue<String> answered) {
        StoreClient client = anna.client();
        try {
            while (true) {
                answered.add(anna.put(client, scratch, "x", doctor));
            }
        } catch (StoreException.Unreachable | StoreException.Refused e) {
            // It is gone, or there are more uploads than an account may have.
        } catch (java.io.IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }
}

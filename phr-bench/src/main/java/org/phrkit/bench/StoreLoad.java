package org.phrkit.bench;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.Callable;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.phrkit.age.Age;
import org.phrkit.age.AgeHeader;
import org.phrkit.age.KeyIdentity;
import org.phrkit.age.X25519Identity;
import org.phrkit.client.MediationClient;
import org.phrkit.client.Membership;
import org.phrkit.client.StoreClient;
import org.phrkit.mediation.DoctorPart;
import org.phrkit.mediation.Opening;
import org.phrkit.mediation.ReportPart;
import org.phrkit.report.Envelope;
import org.phrkit.report.Reader;
import org.phrkit.report.ReportDraft;
import org.phrkit.report.ReportWriter;
import org.phrkit.report.Source;
import org.phrkit.sign.SigningKey;
import org.phrkit.store.ContactCard;
import org.phrkit.store.Invitation;

/**
 * Puts load on a store that runs, and says how it took it; MEMBERSHIP is the file that an administrator's device keeps,
 * or for fill and look a patient's, whose account they take then.
 * {@code phr-bench/store-load.sh} starts a store and runs this:
 *
 * <pre>
 * StoreLoad MEMBERSHIP small REPORTS CLIENTS       reports of 10 KiB put and got by so many accounts at once
 * StoreLoad MEMBERSHIP fill REPORTS                reports of one account
 * StoreLoad MEMBERSHIP look                        how long get and list take there
 * StoreLoad MEMBERSHIP readers REPORTS READERS     reports with so many readers beside the owner, to see what they cost
 * StoreLoad MEMBERSHIP openings DOCTORS             as many doctors open a report each, 300 times, together with the store
 * StoreLoad MEMBERSHIP large FILE TARGET ROUNDS    one age file up and down again, seconds
 * </pre>
 */
public final class StoreLoad {
    private static final int SMALL_BYTES = 10 << 10;

    private final SecureRandom random = new SecureRandom();
    private final KeyIdentity identity = X25519Identity.generate(random);
    private final SigningKey signing = SigningKey.generate(random);
    private final Path scratch;
    private final Membership administrator;
    private final Membership membership;

    /** A sealed report. */
    private record Ready(Path file, String id) {}

    /** @param administrator what an administrator's device keeps; for fill and look, a patient's will do */
    private StoreLoad(Membership administrator) throws IOException {
        this.scratch = Files.createTempDirectory("store-load");
        this.administrator = administrator;
        this.membership = administrator.role().equals("patient") ? administrator : join(invite("patient"), signing);
    }

    private Invitation invite(String role) throws IOException {
        return client(administrator).invite(role);
    }

    private Membership join(Invitation invitation, SigningKey key) throws IOException {
        ContactCard card =
                new ContactCard("Load", key.verificationKey(), identity.recipient(), Optional.empty(), Instant.now());
        try (SigningKey recovery = SigningKey.generate(random)) {
            return StoreClient.join(
                    invitation, card.sign(key), key, recovery.verificationKey(), Clock.systemUTC(), random);
        }
    }

    /** Runs what its arguments say. */
    public static void main(String... args) throws Exception {
        StoreLoad load = new StoreLoad(Membership.parse(Files.readString(Path.of(args[0]))));
        switch (args[1]) {
            case "small" -> load.small(Integer.parseInt(args[2]), Integer.parseInt(args[3]));
            case "fill" -> load.fill(Integer.parseInt(args[2]));
            case "look" -> load.look();
            case "readers" -> load.readers(Integer.parseInt(args[2]), Integer.parseInt(args[3]));
            case "openings" -> load.openings(Integer.parseInt(args[2]));
            case "large" -> load.large(Path.of(args[2]), Path.of(args[3]), Integer.parseInt(args[4]));
            default -> throw new IllegalArgumentException("small, fill, look, readers, openings or large");
        }
        System.exit(0);
    }

    private StoreClient client(Membership member) {
        return StoreClient.open(member, Clock.systemUTC(), random);
    }

    private Ready ready(byte[] content, int number) throws IOException {
        return ready(content, number, List.of(new Reader(identity.recipient(), signing.verificationKey())));
    }

    private Ready ready(byte[] content, int number, List<Reader> readers) throws IOException {
        ReportDraft draft = ReportWriter.draft(
                List.of(Source.of("report.bin", content)),
                new Envelope(signing, readers, Instant.now(), Optional.empty(), false),
                random);
        Path file = scratch.resolve(Integer.toString(number));
        draft.seal(file, random);
        return new Ready(file, draft.manifest().id());
    }

    private List<Ready> ready(int count) throws IOException {
        byte[] content = new byte[SMALL_BYTES - 2048];
        random.nextBytes(content);
        List<Ready> ready = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            ready.add(ready(content, i));
        }
        return ready;
    }

    private static void put(StoreClient client, Ready ready) throws IOException {
        client.put(ready.file, ready.id, List.of(), Optional.empty(), Optional.empty());
    }

    private void small(int reports, int clients) throws Exception {
        List<Ready> ready = ready(reports);
        List<StoreClient> members = new ArrayList<>();
        for (int i = 0; i < clients; i++) {
            members.add(client(join(invite("patient"), SigningKey.generate(random))));
        }
        measure("put", ready, members, StoreLoad::put);
        measure("get", ready, members, (client, each) -> client.get(each.id, OutputStream.nullOutputStream()));
    }

    private interface Work {
        void with(StoreClient client, Ready ready) throws IOException;
    }

    private static void measure(String what, List<Ready> ready, List<StoreClient> members, Work work)
            throws InterruptedException, ExecutionException {
        int clients = members.size();
        ExecutorService threads = Executors.newFixedThreadPool(clients);
        long start = System.nanoTime();
        List<Future<long[]>> running = new ArrayList<>();
        for (int c = 0; c < clients; c++) {
            int first = c;
            Callable<long[]> task = () -> {
                StoreClient client = members.get(first);
                int mine = (ready.size() - first + clients - 1) / clients;
                long[] nanos = new long[mine];
                for (int i = 0; i < mine; i++) {
                    long from = System.nanoTime();
                    work.with(client, ready.get(first + i * clients));
                    nanos[i] = System.nanoTime() - from;
                }
                return nanos;
            };
            running.add(threads.submit(task));
        }
        long[] all = new long[0];
        for (Future<long[]> each : running) {
            long[] nanos = each.get();
            all = Arrays.copyOf(all, all.length + nanos.length);
            System.arraycopy(nanos, 0, all, all.length - nanos.length, nanos.length);
        }
        double seconds = (System.nanoTime() - start) / 1e9;
        threads.shutdown();
        Arrays.sort(all);
        System.out.printf(
                Locale.ROOT,
                "%s %d reports by %d clients: %.0f a second, p50 %.1f ms, p99 %.1f ms%n",
                what,
                all.length,
                clients,
                all.length / seconds,
                all[all.length / 2] / 1e6,
                all[all.length * 99 / 100] / 1e6);
    }

    /** Many reports in one account, eight at once. */
    private void fill(int reports) throws Exception {
        byte[] content = new byte[64];
        StoreClient client = client(membership);
        ExecutorService threads = Executors.newFixedThreadPool(8);
        List<Future<Boolean>> running = new ArrayList<>();
        for (int i = 0; i < reports; i++) {
            int number = i;
            running.add(threads.submit(() -> {
                Ready ready = ready(content, number);
                put(client, ready);
                return Files.deleteIfExists(ready.file);
            }));
        }
        for (Future<Boolean> each : running) {
            each.get();
        }
        threads.shutdown();
    }

    /** How long it takes to list an account's reports and to get a thousand of them, three times. */
    private void look() throws Exception {
        StoreClient client = client(membership);
        for (int i = 0; i < 3; i++) {
            long start = System.nanoTime();
            List<StoreClient.Listed> listed = client.list();
            double millis = (System.nanoTime() - start) / 1e6;
            System.out.printf(
                    Locale.ROOT,
                    "list of %d reports: %.0f ms, %.1f for each 1000%n",
                    listed.size(),
                    millis,
                    millis * 1000 / listed.size());
            List<Ready> some = new ArrayList<>();
            for (int j = 0; j < 1000; j++) {
                some.add(new Ready(
                        scratch,
                        listed.get((int) ((long) j * listed.size() / 1000)).id()));
            }
            measure("get", some, List.of(client), (each, ready) -> each.get(ready.id, OutputStream.nullOutputStream()));
        }
    }

    /** Reports that have some readers. */
    private void readers(int reports, int count) throws Exception {
        List<Reader> readers = new ArrayList<>(List.of(new Reader(identity.recipient(), signing.verificationKey())));
        List<StoreClient.Named> named = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            SigningKey key = SigningKey.generate(random);
            join(invite("doctor"), key);
            readers.add(new Reader(X25519Identity.generate(random).recipient(), key.verificationKey()));
            named.add(new StoreClient.Named(key.verificationKey().fingerprintHex(), false, Optional.empty()));
        }
        StoreClient client = client(membership);
        for (int i = 0; i < reports; i++) {
            Ready ready = ready(new byte[64], i, readers);
            client.put(ready.file, ready.id, named, Optional.empty(), Optional.empty());
            Files.delete(ready.file);
        }
    }

    /** Each doctor opens what he left for himself as often as a device may within an hour. */
    private void openings(int doctors) throws Exception {
        List<Ready> ready = new ArrayList<>();
        List<StoreClient> clients = new ArrayList<>();
        Map<StoreClient, DoctorPart> parts = new ConcurrentHashMap<>();
        for (int i = 0; i < doctors; i++) {
            SigningKey key = SigningKey.generate(random);
            StoreClient client = client(join(invite("doctor"), key));
            MediationClient.Enrolled enrolled = client.mediation().enrol(false);
            client.showCard(new ContactCard(
                            "Load",
                            key.verificationKey(),
                            identity.recipient(),
                            Optional.of(enrolled.recipient()),
                            Instant.now())
                    .sign(key));
            ReportPart part = ReportPart.generate(random);
            Path file = scratch.resolve("opened" + i);
            Age.encrypt(
                    List.of(part.recipient(enrolled.recipient())),
                    Files.createTempFile(scratch, "a", "b"),
                    file,
                    random);
            byte[] id = new byte[16];
            random.nextBytes(id);
            Ready each = new Ready(file, java.util.HexFormat.of().formatHex(id));
            String tag = Opening.tag(header(each).shares().get(0));
            client.put(
                    file,
                    each.id,
                    List.of(new StoreClient.Named(
                            key.verificationKey().fingerprintHex(),
                            false,
                            Optional.of(new StoreClient.Mediated(part, tag, OptionalLong.empty())))),
                    Optional.empty(),
                    Optional.empty());
            clients.add(client);
            parts.put(client, enrolled.device().part());
            ready.add(each);
        }
        List<Ready> often = new ArrayList<>();
        for (int i = 0; i < 300; i++) {
            often.addAll(ready);
        }
        measure("open", often, clients, (client, each) -> {
            if (client.mediation()
                    .open(parts.get(client), header(each), Optional.of(each.id))
                    .isEmpty()) {
                throw new IOException("it was not opened");
            }
        });
    }

    private static AgeHeader header(Ready ready) throws IOException {
        try (BufferedInputStream in = new BufferedInputStream(Files.newInputStream(ready.file))) {
            return AgeHeader.read(in);
        }
    }

    /** One large file up and down again, each to the disk. */
    private void large(Path file, Path target, int rounds) throws IOException {
        byte[] id = new byte[16];
        for (int i = 0; i < rounds; i++) {
            random.nextBytes(id);
            Ready ready = new Ready(file, java.util.HexFormat.of().formatHex(id));
            StoreClient client = client(membership);
            long start = System.nanoTime();
            put(client, ready);
            System.out.printf(Locale.ROOT, "up %.3f%n", (System.nanoTime() - start) / 1e9);
            start = System.nanoTime();
            client.get(ready.id, in -> copy(in, target));
            System.out.printf(Locale.ROOT, "down %.3f%n", (System.nanoTime() - start) / 1e9);
            client.erase(ready.id);
        }
    }

    private static void copy(InputStream in, Path target) throws IOException {
        Files.deleteIfExists(target);
        try (FileChannel out = FileChannel.open(target, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE)) {
            in.transferTo(Channels.newOutputStream(out));
            out.force(true);
        }
    }
}

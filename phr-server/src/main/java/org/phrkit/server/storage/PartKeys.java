package org.phrkit.server.storage;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.Comparator;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Collectors;
import javax.crypto.Cipher;
import javax.crypto.spec.IvParameterSpec;
import javax.crypto.spec.SecretKeySpec;
import org.jdbi.v3.core.Handle;
import org.phrkit.server.problem.Problem;

/**
 * The keys under which the store's parts of keys stand in its database: ChaCha20-Poly1305 (RFC 8439), with the row as
 * associated data, so that none is good in another's place. They are in one or two files for the store alone and in no
 * backup of the database, whose copies open nothing once their key was changed and destroyed. For several threads at once.
 */
public final class PartKeys {
    /** The name of the file, in the folder of the store and in the second one. */
    public static final String FILE = "part.keys";

    /** How old a key gets before another takes its place. */
    public static final Duration LIFETIME = Duration.ofDays(30);

    /** How long a key that was replaced is kept, for backups of before: those of a day, and those of a week. */
    public static final Duration KEPT = Duration.ofDays(8);

    private static final int KEY_SIZE_BYTES = 32;
    private static final int ID_SIZE_BYTES = 8;
    private static final int NONCE_SIZE_BYTES = 12;
    private static final int TAG_SIZE_BYTES = 16;

    private final List<Path> files;
    private final Clock clock;
    private final SecureRandom random;
    private List<Key> keys;

    /** The key under which all parts of the database are, as far as this process knows. */
    private String settled = "";

    /**
     * One of them.
     *
     * @param id 16 hexadecimal digits
     * @param created in seconds since 1970
     */
    private record Key(String id, long created, SecretKeySpec key) {
        static Key generate(SecureRandom random, long now) {
            byte[] bytes = new byte[ID_SIZE_BYTES + KEY_SIZE_BYTES];
            random.nextBytes(bytes);
            try {
                return new Key(
                        HexFormat.of().formatHex(bytes, 0, ID_SIZE_BYTES),
                        now,
                        new SecretKeySpec(bytes, ID_SIZE_BYTES, KEY_SIZE_BYTES, "ChaCha20"));
            } finally {
                Arrays.fill(bytes, (byte) 0);
            }
        }

        String line() {
            return id + " " + created + " " + Base64.getEncoder().encodeToString(key.getEncoded()) + "\n";
        }
    }

    private PartKeys(List<Path> files, Clock clock, SecureRandom random, List<Key> keys) {
        this.files = files;
        this.clock = clock;
        this.random = random;
        this.keys = keys;
    }

    /**
     * Opens the keys, which stand in all of these files, and makes the first. A key that is in one file alone, as after a
     * crash or on a disk that was away, is a key all the same until {@link #settle}.
     *
     * @throws IOException if a file is none of keys
     */
    public static PartKeys open(List<Path> files, Clock clock, SecureRandom random) throws IOException {
        PartKeys keys = look(files, clock, random);
        if (keys.keys.isEmpty()) {
            keys.keys = List.of(Key.generate(random, clock.instant().getEpochSecond()));
        }
        keys.write(keys.keys);
        return keys;
    }

    /** The keys as they are now, to look at beside a process that serves. */
    public static PartKeys look(List<Path> files, Clock clock, SecureRandom random) throws IOException {
        Map<String, Key> found = new TreeMap<>();
        for (Path file : files) {
            if (Files.exists(file)) {
                int number = 0;
                for (String line : Files.readAllLines(file, StandardCharsets.US_ASCII)) {
                    Key key = parse(line, file, ++number);
                    found.put(key.id, key);
                }
            }
        }
        List<Key> keys = new ArrayList<>(found.values());
        keys.sort(Comparator.comparingLong(Key::created).thenComparing(Key::id));
        return new PartKeys(List.copyOf(files), clock, random, List.copyOf(keys));
    }

    private static Key parse(String line, Path file, int number) throws IOException {
        String[] parts = line.split(" ", -1);
        try {
            byte[] key = parts.length == 3 ? Base64.getDecoder().decode(parts[2]) : new byte[0];
            if (key.length == KEY_SIZE_BYTES && HexFormat.of().parseHex(parts[0]).length == ID_SIZE_BYTES) {
                return new Key(parts[0], Long.parseLong(parts[1]), new SecretKeySpec(key, "ChaCha20"));
            }
        } catch (IllegalArgumentException e) {
            throw new IOException(file + ":" + number + ": is not a key");
        }
        throw new IOException(file + ":" + number + ": is not a key");
    }

    private static String text(List<Key> all) {
        return all.stream().map(Key::line).collect(Collectors.joining());
    }

    /** Before anything is encrypted under a key, it stands in all files. */
    private void write(List<Key> all) throws IOException {
        String text = text(all);
        for (Path file : files) {
            if (!Files.exists(file)
                    || !Files.readString(file, StandardCharsets.US_ASCII).equals(text)) {
                OwnFile.write(file, text);
            }
        }
    }

    private synchronized Key newest() {
        return keys.get(keys.size() - 1);
    }

    private synchronized Optional<Key> find(String id) {
        return keys.stream().filter(key -> key.id.equals(id)).findFirst();
    }

    /**
     * Encrypts a part under the newest key.
     *
     * @param row what it is the part of; nothing else decrypts it
     */
    public byte[] encrypt(byte[] part, String row) {
        return encrypt(newest(), part, row);
    }

    private byte[] encrypt(Key key, byte[] part, String row) {
        byte[] nonce = new byte[NONCE_SIZE_BYTES];
        random.nextBytes(nonce);
        byte[] text = crypt(Cipher.ENCRYPT_MODE, key, nonce, part, row).orElseThrow();
        return ByteBuffer.allocate(ID_SIZE_BYTES + nonce.length + text.length)
                .put(HexFormat.of().parseHex(key.id))
                .put(nonce)
                .put(text)
                .array();
    }

    /**
     * Decrypts a part; the caller clears it.
     *
     * @return nothing where its key is gone, or it stands in another's place
     */
    public Optional<byte[]> decrypt(byte[] encrypted, String row) {
        if (encrypted.length < ID_SIZE_BYTES + NONCE_SIZE_BYTES + TAG_SIZE_BYTES) {
            return Optional.empty();
        }
        byte[] nonce = Arrays.copyOfRange(encrypted, ID_SIZE_BYTES, ID_SIZE_BYTES + NONCE_SIZE_BYTES);
        byte[] text = Arrays.copyOfRange(encrypted, ID_SIZE_BYTES + NONCE_SIZE_BYTES, encrypted.length);
        return find(keyOf(encrypted)).flatMap(key -> crypt(Cipher.DECRYPT_MODE, key, nonce, text, row));
    }

    private static String keyOf(byte[] encrypted) {
        return HexFormat.of().formatHex(encrypted, 0, Math.min(ID_SIZE_BYTES, encrypted.length));
    }

    private static Optional<byte[]> crypt(int mode, Key key, byte[] nonce, byte[] text, String row) {
        try {
            Cipher cipher = Cipher.getInstance("ChaCha20-Poly1305");
            cipher.init(mode, key.key, new IvParameterSpec(nonce));
            cipher.updateAAD(row.getBytes(StandardCharsets.US_ASCII));
            return Optional.of(cipher.doFinal(text));
        } catch (javax.crypto.AEADBadTagException e) {
            return Optional.empty();
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("this Java has no ChaCha20-Poly1305", e);
        }
    }

    /** What the row of a device's part is called. */
    public static String rowOfDevice(String part) {
        return "phr/device-part/1 " + part;
    }

    /** What the row of a report's part is called. */
    public static String rowOfReport(String report, String reader) {
        return "phr/report-part/1 " + report + " " + reader;
    }

    /**
     * Changes the key where it is 30 days old: a new one is written down, and all parts are encrypted under it. The old one
     * is destroyed 8 days later, so that a backup of before is of use until then; and whoever read a part before the change
     * decrypts it after it. Begun by a store that crashed, it is finished.
     */
    public void settle(Database database) throws IOException, Problem {
        long now = clock.instant().getEpochSecond();
        Key newest;
        synchronized (this) {
            if (newest().created <= now - LIFETIME.toSeconds()) {
                List<Key> more = new ArrayList<>(keys);
                more.add(Key.generate(random, now));
                write(more);
                keys = List.copyOf(more);
            }
            newest = newest();
            if (keys.size() == 1 || (settled.equals(newest.id) && kept(now).equals(keys))) {
                return;
            }
        }
        database.write(handle -> {
            encryptAgain(handle, newest);
            return true;
        });
        database.truncateLog();
        synchronized (this) {
            List<Key> left = kept(now);
            write(left);
            keys = left;
            settled = newest.id;
        }
    }

    /** The newest key, and those that were replaced a short time ago: each was when the next was made. */
    private List<Key> kept(long now) {
        List<Key> kept = new ArrayList<>();
        for (int i = 0; i < keys.size(); i++) {
            if (i == keys.size() - 1 || keys.get(i + 1).created > now - KEPT.toSeconds()) {
                kept.add(keys.get(i));
            }
        }
        return List.copyOf(kept);
    }

    /** A row. */
    @SuppressWarnings("ArrayRecordComponent") // compared by nobody
    private record Row(String name, byte[] encrypted, String table, String[] key) {}

    private static List<Row> rows(Handle handle) {
        List<Row> rows = new ArrayList<>(handle.createQuery("select id, encrypted from part")
                .map((row, context) -> new Row(
                        rowOfDevice(row.getString(1)), row.getBytes(2), "part", new String[] {row.getString(1)}))
                .list());
        rows.addAll(handle.createQuery("select report, reader, part from access where part is not null")
                .map((row, context) -> new Row(
                        rowOfReport(row.getString(1), row.getString(2)), row.getBytes(3), "access", new String[] {
                            row.getString(1), row.getString(2)
                        }))
                .list());
        return rows;
    }

    private void encryptAgain(Handle handle, Key newest) {
        for (Row row : rows(handle)) {
            if (newest.id.equals(keyOf(row.encrypted))) {
                continue;
            }
            Optional<byte[]> part = decrypt(row.encrypted, row.name);
            if (part.isPresent()) {
                byte[] encrypted = encrypt(newest, part.get(), row.name);
                Arrays.fill(part.get(), (byte) 0);
                if (row.table.equals("part")) {
                    handle.execute("update part set encrypted = ? where id = ?", encrypted, row.key[0]);
                } else {
                    handle.execute(
                            "update access set part = ? where report = ? and reader = ?",
                            encrypted,
                            row.key[0],
                            row.key[1]);
                }
            }
        }
    }

    /** Writes the keys to another file. */
    public void copyTo(Path file) throws IOException {
        OwnFile.write(file, text(keys));
    }

    /** Whether there is none. */
    public boolean isEmpty() {
        return keys.isEmpty();
    }

    /**
     * What cannot be decrypted any more, as where a store was restored without its keys.
     *
     * @param accounts whose devices have no part, and who enrol anew
     * @param parts of devices; for the list of revocations
     * @param reports how many parts of reports there are that are granted anew
     */
    public record Lost(List<String> accounts, List<String> parts, int reports) {
        /** Whether nothing is lost. */
        public boolean isNothing() {
            return parts.isEmpty() && reports == 0;
        }
    }

    /** What cannot be decrypted any more. */
    public Lost lost(Database database) throws Problem {
        return database.read(handle -> {
            List<Row> lost = lostRows(handle);
            List<String> parts = lost.stream()
                    .filter(row -> row.table.equals("part"))
                    .map(row -> row.key[0])
                    .toList();
            List<String> accounts = parts.stream()
                    .map(part -> handle.createQuery("select account from part where id = ?")
                            .bind(0, part)
                            .mapTo(String.class)
                            .one())
                    .distinct()
                    .toList();
            return new Lost(accounts, parts, lost.size() - parts.size());
        });
    }

    private List<Row> lostRows(Handle handle) {
        return rows(handle).stream()
                .filter(row -> decrypt(row.encrypted, row.name)
                        .map(part -> {
                            Arrays.fill(part, (byte) 0);
                            return part;
                        })
                        .isEmpty())
                .toList();
    }

    /** Forgets parts of reports that cannot be decrypted any more, as part of a larger change. */
    public void forgetLostReports(Handle handle) {
        for (Row row : lostRows(handle)) {
            if (row.table.equals("access")) {
                handle.execute("update access set part = null where report = ? and reader = ?", row.key[0], row.key[1]);
            }
        }
    }

    /** Each part that cannot be decrypted any more. */
    public List<String> faults(Database database) throws Problem {
        return database.read(handle -> lostRows(handle).stream()
                .map(row -> row.name.substring(row.name.indexOf(' ') + 1) + ": the key of its part is gone")
                .toList());
    }

    /** Names no key. */
    @Override
    public String toString() {
        return "PartKeys[" + files.size() + " files]";
    }
}

package org.phrkit.cli.keys;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.phrkit.age.MalformedKeyException;
import org.phrkit.cli.files.Folders;
import org.phrkit.cli.files.Input;
import org.phrkit.cli.files.Output;
import org.phrkit.cli.files.ShortText;
import org.phrkit.cli.shell.ExitCode;
import org.phrkit.cli.shell.Failure;
import org.phrkit.cli.shell.Terminal;
import org.phrkit.input.NotUtf8Exception;
import org.phrkit.input.Utf8;
import org.phrkit.sign.VerificationKey;
import org.phrkit.text.HiddenCharacters;

/**
 * The names that a user has given to public keys of others, in a text file of lines {@code NAME KEY}. A name has at most
 * one key to encrypt to, one to check signatures with, one for reports at a store, and one for its log. The names stand in
 * this file alone. For one thread at a time.
 */
public final class Contacts {
    private static final int LIMIT_BYTES = 4 << 20;
    private static final int LONGEST_NAME = 64;
    private static final String OLD_ENDING = ".pub";

    /** Made for the first line: most commands find no contacts. */
    private static final class Blank {
        /** The blank between name and key; a key of SSH, which is no good here, holds others. */
        static final Pattern BEFORE_KEY = Pattern.compile(
                "[ \\t](?=(?:ssh-(?:rsa|dss|ed25519)|ecdsa-sha2-\\S+|sk-(?:ssh|ecdsa)-\\S+)[ \\t]|\\S+$)");
    }

    private final Path file;
    private final List<Line> lines = new ArrayList<>();
    private final List<String> problems = new ArrayList<>();

    /** One of the file; comments and what cannot be read are kept as they are. */
    private record Line(String text, String name, @Nullable ContactKey key) {
        private static Line of(String name, ContactKey key) {
            return new Line(name + " " + key.text(), name, key);
        }
    }

    private Contacts(Path file) {
        this.file = file;
    }

    /** Those of the user; none if there is no file. */
    public static Contacts standard() throws IOException {
        Path file = Folders.ofUser().resolve("contacts");
        if (!Files.exists(file)) {
            return new Contacts(file);
        }
        return Files.isDirectory(file) ? takenOver(file) : of(file);
    }

    /** Those of a file, or of a folder of files {@code NAME.pub}, where they were once. */
    public static Contacts of(Path file) throws IOException {
        Contacts contacts;
        if (Files.isDirectory(file)) {
            contacts = new Contacts(file);
            contacts.readFolder(file);
        } else {
            try (InputStream in = Files.newInputStream(file)) {
                contacts = parse(file, in.readNBytes(LIMIT_BYTES + 1));
            }
        }
        contacts.problems.forEach(Terminal::warning);
        return contacts;
    }

    private static Contacts takenOver(Path folder) throws IOException {
        Contacts old = of(folder);
        Path kept = folder.resolveSibling("contacts.old");
        try {
            Files.move(folder, kept);
            old.write();
            Terminal.say("the contacts of the folder " + folder
                    + " are now lines of a file of this name; the folder is " + kept);
        } catch (IOException e) {
            Terminal.warning(folder + ": is a folder, and cannot be converted to a file of contacts");
        }
        return old;
    }

    private void readFolder(Path folder) throws IOException {
        List<Path> files = new ArrayList<>();
        try (DirectoryStream<Path> found = Files.newDirectoryStream(folder, "*" + OLD_ENDING)) {
            found.forEach(files::add);
        }
        Collections.sort(files);
        for (Path each : files) {
            String fileName = String.valueOf(each.getFileName());
            String name = fileName.substring(0, fileName.length() - OLD_ENDING.length());
            try {
                if (Files.isRegularFile(each)) {
                    requireName(name);
                    lines.add(Line.of(name, ContactKey.parse(ShortText.read(new Input(each.toString())))));
                }
            } catch (IOException e) {
                problems.add(each + ": cannot be read as a public key with a name");
            }
        }
    }

    /**
     * Those of a file of these bytes.
     *
     * @throws Failure if they are too many, or no text in UTF-8; a line that is no contact is one of {@link #problems}
     */
    static Contacts parse(Path file, byte[] bytes) throws Failure {
        if (bytes.length > LIMIT_BYTES) {
            throw new Failure(ExitCode.MALFORMED, file + ": is larger than 4 MiB, the limit for a file of contacts");
        }
        Contacts contacts = new Contacts(file);
        try {
            Utf8.content(bytes).lines().forEach(line -> contacts.lines.add(contacts.line(line.strip())));
        } catch (NotUtf8Exception e) {
            throw Failure.of(e, file.toString());
        }
        return contacts;
    }

    /** A line that cannot be read names nobody, and takes no other name from anybody. */
    private Line line(String text) {
        if (text.isEmpty() || text.startsWith("#")) {
            return new Line(text, "", null);
        }
        String place = file + ":" + (lines.size() + 1) + ": ";
        Matcher blank = Blank.BEFORE_KEY.matcher(text);
        try {
            String name = blank.find() ? text.substring(0, blank.start()).strip() : "";
            requireName(name);
            ContactKey key = ContactKey.parse(text.substring(blank.end()));
            if (find(name, key.purpose()).isEmpty()) {
                return new Line(text, name, key);
            }
            problems.add(place + "the name already has another key; this one is ignored");
        } catch (MalformedKeyException e) {
            problems.add(place + e.problem() + "; the line is ignored");
        } catch (IOException e) {
            problems.add(place + "is not NAME KEY; the line is ignored");
        }
        return new Line(text, "", null);
    }

    private static void requireName(String name) throws Failure {
        if (name.isBlank()
                || name.length() > LONGEST_NAME
                || !name.equals(name.strip())
                || name.contains("/")
                || HiddenCharacters.areIn(name)
                || name.startsWith("-")
                || name.startsWith("#")
                || ContactKey.looksLikeOne(name)) {
            throw new Failure(
                    ExitCode.USAGE,
                    "a name has 1 to 64 characters, no / and no invisible character, and does "
                            + "not begin with - or # or like a key");
        }
    }

    /** What is wrong with lines that name nobody. */
    List<String> problems() {
        return List.copyOf(problems);
    }

    /** Who signs with a key. */
    public Optional<String> nameOf(VerificationKey key) {
        return lines.stream()
                .filter(line -> line.key instanceof ContactKey.ToVerify signer
                        && signer.key().equals(key))
                .map(Line::name)
                .findFirst();
    }

    /** All keys of a name. */
    public List<ContactKey> keysOf(String name) {
        List<ContactKey> keys = new ArrayList<>();
        for (Line line : lines) {
            if (line.key != null && line.name.equals(name)) {
                keys.add(line.key);
            }
        }
        return keys;
    }

    /** The key of a name that is good for something. */
    Optional<ContactKey> find(String name, ContactKey.Purpose purpose) {
        return keysOf(name).stream().filter(key -> key.purpose() == purpose).findFirst();
    }

    /** All names, each as often as it has keys, in the order of the file. */
    public List<String> names() {
        return lines.stream()
                .filter(line -> line.key != null)
                .map(Line::name)
                .distinct()
                .toList();
    }

    /**
     * Gives a key a name, and writes the file.
     *
     * @throws Failure if the name has another key of this kind, and it is not to be replaced; or if it cannot be a name
     */
    public void add(String name, ContactKey key, boolean replace) throws IOException {
        requireName(name);
        Optional<ContactKey> known = find(name, key.purpose());
        boolean isSame = known.isPresent() && known.get().isSameKey(key);
        if (known.isPresent() && !isSame && !replace) {
            throw new Failure(
                    ExitCode.COULD_NOT,
                    name + ": has another key, of the fingerprint "
                            + known.get().fingerprint() + "; the new one has " + key.fingerprint(),
                    "compare the new fingerprint with its owner over the telephone; if it matches, add --replace");
        }
        if (!replace && known.isPresent() && key instanceof ContactKey.InLog inLog && inLog.isCoveredBy(known.get())) {
            return;
        }
        set(name, key);
        if (!isSame
                && key.purpose() != ContactKey.Purpose.LOG
                && find(name, ContactKey.Purpose.LOG).orElse(null) instanceof ContactKey.InLog inLog) {
            set(name, inLog.withoutCard());
        }
        write();
    }

    private void set(String name, ContactKey key) {
        Line line = Line.of(name, key);
        int index = indexOf(name, key.purpose());
        if (index < 0) {
            lines.add(line);
        } else {
            lines.set(index, line);
        }
    }

    private int indexOf(String name, ContactKey.Purpose purpose) {
        for (int i = 0; i < lines.size(); i++) {
            ContactKey key = lines.get(i).key;
            if (key != null && lines.get(i).name.equals(name) && key.purpose() == purpose) {
                return i;
            }
        }
        return -1;
    }

    /** Takes all keys of a name out, and writes the file. */
    public void remove(String name) throws IOException {
        lines.removeIf(line -> line.key != null && line.name.equals(name));
        write();
    }

    /** What the file holds when it is written. */
    String text() {
        StringBuilder text = new StringBuilder();
        lines.forEach(line -> text.append(line.text).append('\n'));
        return text.toString();
    }

    private void write() throws IOException {
        Path folder = file.toAbsolutePath().getParent();
        if (folder != null) {
            Folders.makePrivate(folder);
        }
        try (Output out = Output.open(file.toString(), Output.Privacy.PRIVATE, Output.Replacing.FORCED)) {
            out.stream().write(text().getBytes(StandardCharsets.UTF_8));
            out.commit();
        }
    }

    /** Why a name was not found. */
    public static Failure unknown(String place) {
        return new Failure(
                ExitCode.USAGE,
                place + ": there is no contact of this name",
                "phr contacts list shows all names; phr contacts add NAME KEY adds one");
    }
}

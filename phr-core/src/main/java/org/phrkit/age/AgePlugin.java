package org.phrkit.age;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import org.phrkit.age.format.Stanza;
import org.phrkit.age.format.StanzaReader;
import org.phrkit.crypto.SecretBytes;
import org.phrkit.input.BadInputException;
import org.phrkit.input.NotUtf8Exception;
import org.phrkit.input.Utf8;
import org.phrkit.text.HiddenCharacters;
import org.phrkit.text.PassphraseSource;

/**
 * The plugin's side of a conversation with {@code age} (C2SP age-plugin.md), for keys that {@code age} does not know. It is
 * in this room so that a file key goes from its stanza to {@code age} and is in nobody else's hands: whoever has the key
 * says by which {@link Identity} a file opens, and sees neither stanza nor file key.
 *
 * <p>What is not a stanza is refused with an {@link AgeException.Conversation}, as is an end before the conversation is
 * over; commands that are not known are passed over. For one conversation of one thread.
 */
public final class AgePlugin {
    /** The most that is read of one conversation; bounds the memory that many large headers take. */
    public static final int LIMIT_BYTES = 32 << 20;

    private static final String DONE = "done";
    private static final String ERROR = "error";
    private static final String IDENTITY = "identity";
    private static final String OK = "ok";

    private final StanzaReader in;
    private final OutputStream out;

    /**
     * Begins a conversation.
     *
     * @param in what age says
     * @param out to age; flushed after each command
     */
    public AgePlugin(InputStream in, OutputStream out) {
        this.in = new StanzaReader(
                new BufferedInputStream(in),
                "conversation",
                "it ends inside a stanza",
                LIMIT_BYTES,
                AgeException.Conversation::new);
        this.out = out;
    }

    /** A key that age does not know. */
    public interface Key extends AutoCloseable {
        /**
         * By what a file opens.
         *
         * @param shares the points in those of its stanzas that have one, as {@link AgeHeader#shares}; at least one
         * @return nothing where the file is for others; destroyed after use
         * @throws IOException if it cannot be told, or must not be opened; the person at age is shown the message
         */
        Optional<Identity> identityFor(List<byte[]> shares) throws IOException;

        /** Overwrites the secret. */
        @Override
        void close();
    }

    /** Reads the keys that age passes on. */
    @FunctionalInterface
    public interface Keys {
        /**
         * Reads a key.
         *
         * @param text as it stands in the identity file
         * @param passphrase asks the person at age, for a key that is encrypted; not to be asked before a file
         *     needs it
         * @return the key
         * @throws BadInputException if it is not one of the plugin's; the person at age is shown the problem
         */
        Key read(String text, PassphraseSource passphrase) throws BadInputException;
    }

    /** The stanzas of one file, in their order. */
    private static final class Sealed {
        private final List<Stanza> stanzas = new ArrayList<>();
        private final List<byte[]> shares = new ArrayList<>();
        private int malformed = -1;

        /** Adds one; the first that does not follow its format is remembered. */
        void add(Stanza stanza) {
            stanzas.add(stanza);
            try {
                if (AgeHeader.KINDS.contains(stanza.type())) {
                    AgeHeader.share(stanza).ifPresent(shares::add);
                    stanza.body(WrappedKey.SIZE_BYTES, AgeException.Header::new);
                }
            } catch (AgeException.Header e) {
                malformed = malformed < 0 ? stanzas.size() - 1 : malformed;
            }
        }
    }

    /** What one key had to say of why it opens nothing. */
    private record Complaint(int identityIndex, String message) {}

    /**
     * Opens files: the state machine {@code identity-v1}. A key that cannot be read keeps all others from being tried, and a
     * known stanza that does not follow its format keeps its file closed, as the protocol has it. What a key complains of is
     * passed on only where another one does not open the file instead.
     *
     * @param keys reads the keys that age passes on
     * @throws AgeException.Conversation if age says what it must not
     */
    public void unwrap(Keys keys) throws IOException {
        List<String> identities = new ArrayList<>();
        Map<Integer, Sealed> files = new TreeMap<>();
        int last = 0;
        for (Stanza said = command(); !said.type().equals(DONE); said = command()) {
            List<String> arguments = said.arguments();
            if (said.type().equals("add-identity")) {
                said.requireArguments(2, AgeException.Conversation::new);
                identities.add(arguments.get(1));
            } else if (said.type().equals("recipient-stanza")) {
                int file = fileIndex(arguments, last);
                last = file;
                files.computeIfAbsent(file, index -> new Sealed())
                        .add(new Stanza(arguments.subList(2, arguments.size()), said.body()));
            }
        }
        List<Key> read = new ArrayList<>();
        try {
            if (read(keys, identities, read)) {
                unwrap(read, files);
            }
        } catch (RuntimeException e) {
            tellOf(e);
            throw e;
        } finally {
            read.forEach(Key::close);
        }
        say(new Stanza(List.of(DONE), new byte[0]));
    }

    private static int fileIndex(List<String> arguments, int last) throws AgeException.Conversation {
        if (arguments.size() < 3) {
            throw new AgeException.Conversation("a recipient stanza has neither file nor type");
        }
        String text = arguments.get(1);
        if (!text.matches("0|[1-9][0-9]{0,8}")) {
            throw new AgeException.Conversation("the index of a file is not a number");
        }
        int file = Integer.parseInt(text);
        if (file < last) {
            throw new AgeException.Conversation("the indices of files do not ascend");
        }
        return file;
    }

    /** Reads all keys; false where one cannot be read, of which age is told. */
    private boolean read(Keys keys, List<String> identities, List<Key> read) throws IOException {
        boolean areAll = true;
        for (int i = 0; i < identities.size(); i++) {
            try {
                read.add(keys.read(identities.get(i), this::requestPassphrase));
            } catch (BadInputException e) {
                complain(List.of(IDENTITY, Integer.toString(i)), "the identity: " + e.problem());
                areAll = false;
            }
        }
        return areAll;
    }

    private void unwrap(List<Key> keys, Map<Integer, Sealed> files) throws IOException {
        Set<Complaint> complaints = new LinkedHashSet<>();
        for (Map.Entry<Integer, Sealed> entry : files.entrySet()) {
            String index = Integer.toString(entry.getKey());
            Sealed file = entry.getValue();
            if (file.malformed >= 0) {
                complain(
                        List.of("stanza", index, Integer.toString(file.malformed)),
                        "the header of the file is malformed: stanza " + (file.malformed + 1)
                                + " does not follow its format");
            } else if (!file.shares.isEmpty()) {
                List<Complaint> heard = new ArrayList<>();
                Optional<SecretBytes> opened = open(keys, file, heard);
                if (opened.isPresent()) {
                    sayFileKey(index, opened.get());
                } else {
                    complaints.addAll(heard);
                }
            }
        }
        for (Complaint complaint : complaints) {
            complain(List.of(IDENTITY, Integer.toString(complaint.identityIndex)), complaint.message);
        }
    }

    /** The file key, by the first key that opens the file. */
    private static Optional<SecretBytes> open(List<Key> keys, Sealed file, List<Complaint> heard)
            throws AgeException.Conversation {
        for (int i = 0; i < keys.size(); i++) {
            try {
                Optional<Identity> identity = keys.get(i).identityFor(file.shares);
                if (identity.isPresent()) {
                    try (Identity found = identity.get()) {
                        Optional<SecretBytes> fileKey = found.unwrap(file.stanzas);
                        if (fileKey.isPresent()) {
                            return fileKey;
                        }
                    }
                    heard.add(new Complaint(i, "the identity does not open the file"));
                }
            } catch (AgeException.Conversation e) {
                throw e;
            } catch (IOException e) {
                heard.add(new Complaint(i, e.getMessage() == null ? "the key cannot be used" : e.getMessage()));
            }
        }
        return Optional.empty();
    }

    /**
     * Encrypts nothing: the state machine {@code recipient-v1} of a plugin whose recipients are encrypted to by other means.
     *
     * @param instead what to do, shown to the person at age
     * @throws AgeException.Conversation if age says what it must not
     */
    public void refuseToWrap(String instead) throws IOException {
        int recipients = 0;
        int identities = 0;
        for (Stanza said = command(); !said.type().equals(DONE); said = command()) {
            recipients += said.type().equals("add-recipient") ? 1 : 0;
            identities += said.type().equals("add-identity") ? 1 : 0;
        }
        for (int i = 0; i < recipients; i++) {
            complain(List.of("recipient", Integer.toString(i)), instead);
        }
        for (int i = 0; i < identities; i++) {
            complain(List.of(IDENTITY, Integer.toString(i)), instead);
        }
        say(new Stanza(List.of(DONE), new byte[0]));
    }

    private char[] requestPassphrase() throws IOException {
        Stanza answer = ask(new Stanza(
                List.of("request-secret"), "passphrase of the identity:".getBytes(StandardCharsets.US_ASCII)));
        if (!answer.type().equals(OK)) {
            throw new IOException("the identity has a passphrase, and none was given");
        }
        byte[] given = answer.body();
        try {
            return Utf8.secret(given);
        } catch (NotUtf8Exception e) {
            throw new IOException("the passphrase is not UTF-8", e);
        } finally {
            Arrays.fill(given, (byte) 0);
        }
    }

    /** Tells age of a bug, as nobody sees what a plugin prints when it fails. */
    private void tellOf(Throwable bug) {
        try {
            complain(
                    List.of("internal"),
                    "a bug of the plugin: " + bug.getClass().getSimpleName());
        } catch (IOException e) {
            bug.addSuppressed(e);
        }
    }

    /** Tells age what is wrong, with which identity, stanza or recipient; age puts it on the terminal as it is. */
    private void complain(List<String> where, String message) throws IOException {
        List<String> arguments = new ArrayList<>(List.of(ERROR));
        arguments.addAll(where);
        ask(new Stanza(arguments, HiddenCharacters.replacedIn(message).getBytes(StandardCharsets.UTF_8)));
    }

    private void sayFileKey(String fileIndex, SecretBytes fileKey) throws IOException {
        byte[] body = java.util.Base64.getEncoder().withoutPadding().encode(fileKey.expose());
        try (fileKey) {
            out.write(("-> file-key " + fileIndex + "\n").getBytes(StandardCharsets.US_ASCII));
            out.write(body);
            out.write('\n');
            out.flush();
        } finally {
            Arrays.fill(body, (byte) 0);
        }
        if (!answer().type().equals(OK)) {
            throw new AgeException.Conversation("age does not take a file key");
        }
    }

    private Stanza ask(Stanza command) throws IOException {
        say(command);
        return answer();
    }

    private void say(Stanza command) throws IOException {
        out.write(command.encode());
        out.flush();
    }

    private Stanza answer() throws IOException {
        Stanza answer = command();
        if (!Set.of(OK, "fail", "unsupported").contains(answer.type())) {
            throw new AgeException.Conversation("age answers neither ok nor fail");
        }
        return answer;
    }

    private Stanza command() throws IOException {
        return in.next().orElseThrow(() -> new AgeException.Conversation("age ends it in the middle"));
    }
}

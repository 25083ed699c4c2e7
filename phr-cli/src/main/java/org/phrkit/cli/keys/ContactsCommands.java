package org.phrkit.cli.keys;

import java.io.IOException;
import java.util.List;
import java.util.concurrent.Callable;
import org.phrkit.cli.files.Input;
import org.phrkit.cli.files.ShortText;
import org.phrkit.cli.shell.ExitCode;
import org.phrkit.cli.shell.Failure;
import org.phrkit.cli.shell.Terminal;
import org.phrkit.cli.shell.TextTable;
import org.phrkit.input.BadInputException;
import org.phrkit.split.FingerprintWords;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Names for the public keys of others. */
@Command(
        name = "contacts",
        headerHeading = "Name a doctor's key once, and use the name from then on:%n"
                + "  phr contacts add doctor-a doctor.pub%n"
                + "  phr encrypt -r doctor-a -o report.pdf.age report.pdf%n%n",
        description = {
            "Give names to the public keys of others, for encrypt -r NAME and decrypt --from NAME.",
            "Each name is a line NAME KEY of the file $XDG_CONFIG_HOME/phr/contacts, or of "
                    + "~/.config/phr/contacts without that variable. Names never become part of what is encrypted, signed "
                    + "or sent."
        },
        subcommands = {
            ContactsCommands.Add.class,
            ContactsCommands.Listing.class,
            ContactsCommands.Remove.class,
            ContactsCommands.Fingerprint.class
        })
public final class ContactsCommands implements Runnable {
    @Spec
    private CommandSpec spec = CommandSpec.create();

    @Override
    public void run() {
        throw new ParameterException(spec.commandLine(), "a command is missing: add, list, remove or fingerprint");
    }

    private static List<ContactKey> keysOf(Contacts contacts, String name) throws Failure {
        List<ContactKey> keys = contacts.keysOf(name);
        if (keys.isEmpty()) {
            throw Contacts.unknown(name);
        }
        return keys;
    }

    private static String purpose(ContactKey key) {
        return key.purpose().text();
    }

    /** Adds a key under a name. */
    @Command(
            name = "add",
            headerHeading = "Name the keys of a contact card whose fingerprint you have compared:%n"
                    + "  phr contacts add doctor-a doctor.card%n%n",
            description = {
                "Give a public key a name.",
                "A name may have two keys: one to encrypt to and one to check signatures with. Before you rely on a "
                        + "key, compare its fingerprint, which is printed, with its owner over the telephone."
            })
    static final class Add implements Callable<Integer> {
        @Option(names = "--replace", description = "Replace the key that the name has now.")
        private boolean replace;

        @Parameters(index = "0", paramLabel = "NAME", description = "The name.")
        private String name = "";

        @Parameters(
                index = "1",
                paramLabel = "KEY",
                description =
                        "The key: age1..., RW..., a file that holds one of them, or a contact card, which holds both.")
        private String key = "";

        @Override
        public Integer call() throws IOException {
            Contacts contacts = Contacts.standard();
            for (ContactKey each : parse()) {
                contacts.add(name, each, replace);
                Terminal.say(
                        name + ": " + purpose(each) + " " + each.shortName() + ", fingerprint " + each.fingerprint());
            }
            return ExitCode.DONE;
        }

        private List<ContactKey> parse() throws IOException {
            boolean isKey = ContactKey.looksLikeOne(key);
            Input input = new Input(key);
            String place = isKey ? "KEY" : input.name();
            try {
                String text = isKey ? key : ShortText.read(input);
                return text.startsWith("{") ? ContactKey.ofCard(text) : List.of(ContactKey.parse(text));
            } catch (BadInputException e) {
                throw isKey ? new Failure(ExitCode.USAGE, place + ": " + e.problem()) : Failure.of(e, place);
            } catch (Failure e) {
                String message = e.getMessage() + "";
                throw message.startsWith(place) ? e : new Failure(e.exitCode(), place + ": " + message, e.hint());
            }
        }
    }

    /** Lists them. */
    @Command(
            name = "list",
            headerHeading = "Show all names:%n" + "  phr contacts list%n%n",
            description = "Show all names with their keys, and what each key is for.")
    static final class Listing implements Callable<Integer> {
        @Override
        public Integer call() throws IOException {
            Contacts contacts = Contacts.standard();
            List<String> names = contacts.names();
            if (names.isEmpty()) {
                Terminal.say("there are no contacts; phr contacts add NAME KEY adds one");
                return ExitCode.DONE;
            }
            TextTable table = new TextTable();
            for (String name : names) {
                for (ContactKey key : contacts.keysOf(name)) {
                    table.row(List.of(Terminal.shown(name), purpose(key), key.shortName()));
                }
            }
            table.lines().forEach(System.out::println);
            return ExitCode.DONE;
        }
    }

    /** Forgets a name. */
    @Command(
            name = "remove",
            headerHeading = "Forget a name:%n" + "  phr contacts remove doctor-a%n%n",
            description = "Forget a name and its keys.")
    static final class Remove implements Callable<Integer> {
        @Parameters(paramLabel = "NAME", description = "The name.")
        private String name = "";

        @Override
        public Integer call() throws IOException {
            Contacts contacts = Contacts.standard();
            keysOf(contacts, name);
            contacts.remove(name);
            return ExitCode.DONE;
        }
    }

    /** Prints what is compared over the telephone. */
    @Command(
            name = "fingerprint",
            headerHeading = "Print a fingerprint as words, to compare it over the telephone:%n"
                    + "  phr contacts fingerprint --words doctor-a%n%n",
            description = "Print the fingerprints of a name's keys, to compare them over the telephone.")
    static final class Fingerprint implements Callable<Integer> {
        @Option(names = "--words", description = "Print each fingerprint as 13 words, as the pages of a store show it.")
        private boolean words;

        @Parameters(paramLabel = "NAME", description = "The name.")
        private String name = "";

        @Override
        public Integer call() throws IOException {
            for (ContactKey key : keysOf(Contacts.standard(), name)) {
                String shown = words ? FingerprintWords.of(key.fingerprint()) : key.fingerprint();
                System.out.println(purpose(key) + "  " + shown);
            }
            return ExitCode.DONE;
        }
    }
}

package org.phrkit.cli;

import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.phrkit.age.Age;
import org.phrkit.age.Inspection;
import org.phrkit.age.KeyFile;
import org.phrkit.age.Recipient;
import org.phrkit.cli.files.Input;
import org.phrkit.cli.keys.SignerOptions;
import org.phrkit.cli.shell.ExitCode;
import org.phrkit.cli.shell.Failure;
import org.phrkit.cli.shell.Json;
import org.phrkit.cli.shell.Terminal;
import org.phrkit.cli.table.DialectOptions;
import org.phrkit.input.BadInputException;
import org.phrkit.rc4.Rc4File;
import org.phrkit.sign.SignException;
import org.phrkit.sign.VerificationKey;
import org.phrkit.table.Csv;
import org.phrkit.table.Dialect;
import org.phrkit.table.TableException;
import org.phrkit.table.TableProfile;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Says what can be seen of an encrypted file without a key, and of keys without their secret. */
@Command(
        name = "inspect",
        description = {
            "Say what anyone can see of an encrypted file: the kinds of its recipients and its sizes.",
            "Nothing is authenticated by this: that takes a key.",
            "Of a file of keys, secret or public, or a public key to check signatures with: the public keys and their "
                    + "fingerprints. Two people who read a fingerprint to each other over the telephone know that nobody "
                    + "has swapped the key between them. It "
                    + "is the first 128 bits of the SHA-256 of the public key's text; another key with the same one takes "
                    + "about 2^128 attempts, two keys with one of them 2^64.",
            "Of a table, which is a file whose name ends in .csv or .tsv, or any with --columns-template or an option "
                    + "that says how the table is written: its columns, and of which kind they seem to be."
        })
final class Inspect implements Callable<Integer> {
    /** A public key of any kind. */
    private record Key(String text, String fingerprint) {}

    @Option(names = "--json", description = "Print one JSON object.")
    private boolean json;

    @Option(
            names = "--columns-template",
            description = "Write a columns file for the table, for aggregate -c: proposed kinds, and a question mark "
                    + "for each role, which you replace.")
    private boolean columnsTemplate;

    @Mixin
    private DialectOptions dialectOptions = new DialectOptions();

    @Parameters(arity = "0..1", paramLabel = "FILE", description = "The file; - or nothing is standard input.")
    private @Nullable String file;

    @Override
    public Integer call() throws IOException, TableException {
        if (columnsTemplate && json) {
            throw new Failure(ExitCode.USAGE, "--columns-template writes CSV, so --json does not go with it");
        }
        Input input = new Input(file);
        try (BufferedInputStream in = new BufferedInputStream(input.open())) {
            if (isTable(in, input)) {
                inspectTable(in);
            } else if (KeyFile.isKeyFile(in)) {
                List<Key> keys = new ArrayList<>();
                for (Recipient key : KeyFile.readPublicKeys(in)) {
                    keys.add(new Key(key.toString(), key.fingerprint()));
                }
                System.out.println(text(keys));
            } else if (SignerOptions.isKeyFile(in)) {
                VerificationKey key = VerificationKey.parse(SignerOptions.text(in, input));
                System.out.println(text(List.of(new Key(key.toString(), key.fingerprint()))));
            } else if (Rc4File.isSalted(in)) {
                System.out.println(
                        json
                                ? new Json()
                                        .add("format", "openssl enc, salted")
                                        .text()
                                : "format      openssl enc, salted; it does not say by which cipher");
            } else {
                Inspection seen = Age.inspect(in);
                System.out.println(json ? json(seen) : text(seen));
            }
        } catch (SignException e) {
            Failure failure = Failure.of(e, input.name());
            throw new Failure(
                    failure.exitCode(),
                    failure.getMessage() + "",
                    "of a secret key to sign with, inspect the .pub file");
        } catch (BadInputException e) {
            throw Failure.of(e, input.name());
        }
        return ExitCode.DONE;
    }

    /** What is encrypted is no table, whatever its name. */
    private boolean isTable(BufferedInputStream in, Input input) throws IOException {
        if (columnsTemplate || dialectOptions.isGiven()) {
            return true;
        }
        String name = input.name().toLowerCase(Locale.ROOT);
        return (name.endsWith(".csv") || name.endsWith(".tsv")) && !Age.isAge(in);
    }

    private void inspectTable(InputStream in) throws IOException, TableException {
        Dialect dialect = dialectOptions.dialect();
        TableProfile profile = TableProfile.of(in, dialect);
        for (TableProfile.ColumnProfile column : profile.columns()) {
            if (column.isOtherDecimal()) {
                Terminal.warning("column \"" + column.name() + "\" would be numbers with --decimal "
                        + (dialect.decimal() == '.' ? "," : "."));
            }
        }
        if (columnsTemplate) {
            ByteArrayOutputStream template = new ByteArrayOutputStream();
            Csv.write(profile.template(), template);
            System.out.writeBytes(template.toByteArray());
        } else {
            System.out.println(json ? json(profile) : text(profile));
        }
    }

    private static String text(TableProfile profile) {
        int width = profile.columns().stream()
                .mapToInt(column -> column.name().length())
                .max()
                .orElse(0);
        return "rows  " + profile.rowCount() + "\n"
                + profile.columns().stream()
                        .map(column -> String.format(
                                        Locale.ROOT,
                                        "%-" + width + "s  %-8s  %s",
                                        Terminal.shown(column.name()),
                                        column.kind().term(),
                                        column.missingCount() == 0 ? "" : column.missingCount() + " missing")
                                .stripTrailing())
                        .collect(Collectors.joining("\n"));
    }

    private static String json(TableProfile profile) {
        return new Json()
                .add("format", "table")
                .add("rows", profile.rowCount())
                .add("columns", profile.columns().stream().map(Inspect::members).toList())
                .text();
    }

    private static Map<String, Object> members(TableProfile.ColumnProfile column) {
        Map<String, Object> members = new LinkedHashMap<>();
        members.put("name", column.name());
        members.put("kind", column.kind().term());
        members.put("missing", column.missingCount());
        return members;
    }

    private String text(List<Key> keys) {
        if (json) {
            return new Json()
                    .add("format", "keys")
                    .add("keys", keys.stream().map(Inspect::members).toList())
                    .text();
        }
        return keys.stream()
                .map(key -> "public key   " + key.text() + "\nfingerprint  " + key.fingerprint())
                .collect(Collectors.joining("\n"));
    }

    private static Map<String, String> members(Key key) {
        Map<String, String> members = new LinkedHashMap<>();
        members.put("publicKey", key.text());
        members.put("fingerprint", key.fingerprint());
        return members;
    }

    private static String text(Inspection seen) {
        return "format      age-encryption.org/v1" + (seen.isArmored() ? ", armored" : "")
                + "\nrecipients  " + String.join(", ", seen.recipientKinds())
                + "\nheader      " + seen.headerSizeBytes() + " bytes"
                + "\npayload     " + seen.payloadSizeBytes() + " bytes"
                + "\nplaintext   " + seen.plaintextSizeBytes() + " bytes";
    }

    private static String json(Inspection seen) {
        return new Json()
                .add("format", "age-encryption.org/v1")
                .add("armored", seen.isArmored())
                .add("recipients", seen.recipientKinds())
                .add("headerSizeBytes", seen.headerSizeBytes())
                .add("payloadSizeBytes", seen.payloadSizeBytes())
                .add("plaintextSizeBytes", seen.plaintextSizeBytes())
                .text();
    }
}

package org.phrkit.cli;

import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.List;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import org.phrkit.age.Age;
import org.phrkit.age.KeyFile;
import org.phrkit.cli.files.FileKind;
import org.phrkit.cli.files.Input;
import org.phrkit.cli.files.ShortText;
import org.phrkit.cli.shell.ExitCode;
import org.phrkit.cli.shell.Failure;
import org.phrkit.cli.shell.Terminal;
import org.phrkit.cli.table.DialectOptions;
import org.phrkit.input.BadInputException;
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
            boolean isTable = columnsTemplate || dialectOptions.isGiven();
            FileKind kind = isTable ? FileKind.TABLE : FileKind.of(in, input.name());
            if (columnsTemplate) {
                writeTemplate(profile(in));
            } else {
                Seen seen = seen(kind, in, input.name());
                System.out.println(json ? seen.json() : seen.text());
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

    private Seen seen(FileKind kind, InputStream in, String name) throws IOException, BadInputException {
        return switch (kind) {
            case TABLE -> new Seen.Columns(profile(in));
            case IDENTITIES, RECIPIENTS, KEY_SHARES ->
                new Seen.Keys(KeyFile.readPublicKeys(in).stream()
                        .map(key -> new Seen.Keys.Key(key.toString(), key.fingerprint()))
                        .toList());
            case VERIFICATION_KEY, SIGNING_KEY, SIGNATURE -> {
                VerificationKey key = VerificationKey.parse(ShortText.read(in, name));
                yield new Seen.Keys(List.of(new Seen.Keys.Key(key.toString(), key.fingerprint())));
            }
            case SALTED -> new Seen.Salted();
            default -> new Seen.Encrypted(Age.inspect(in));
        };
    }

    private TableProfile profile(InputStream in) throws IOException, TableException {
        Dialect dialect = dialectOptions.dialect();
        TableProfile profile = TableProfile.of(in, dialect);
        for (TableProfile.ColumnProfile column : profile.columns()) {
            if (column.isOtherDecimal()) {
                Terminal.warning("column \"" + column.name() + "\" would be numbers with --decimal "
                        + (dialect.decimal() == '.' ? "," : "."));
            }
        }
        return profile;
    }

    private static void writeTemplate(TableProfile profile) throws IOException {
        ByteArrayOutputStream template = new ByteArrayOutputStream();
        Csv.write(profile.template(), template);
        System.out.writeBytes(template.toByteArray());
    }
}

package org.phrkit.cli;

import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import org.phrkit.age.Age;
import org.phrkit.age.AgeException;
import org.phrkit.age.KeyFile;
import org.phrkit.cli.files.FileKind;
import org.phrkit.cli.files.Input;
import org.phrkit.cli.files.Leftovers;
import org.phrkit.cli.files.ShortText;
import org.phrkit.cli.shell.ExitCode;
import org.phrkit.cli.shell.Failure;
import org.phrkit.cli.shell.Terminal;
import org.phrkit.cli.table.DialectOptions;
import org.phrkit.cli.table.MissingCodesText;
import org.phrkit.cli.table.OverlookedText;
import org.phrkit.cli.table.ProposalText;
import org.phrkit.input.BadInputException;
import org.phrkit.input.Utf8;
import org.phrkit.report.GrantChain;
import org.phrkit.report.GrantStatement;
import org.phrkit.report.SignedGrant;
import org.phrkit.sign.Signature;
import org.phrkit.sign.VerificationKey;
import org.phrkit.store.ContactCard;
import org.phrkit.store.HandedCard;
import org.phrkit.store.StoreFormatException;
import org.phrkit.table.Csv;
import org.phrkit.table.Dialect;
import org.phrkit.table.Schema;
import org.phrkit.table.TableException;
import org.phrkit.table.TableProfile;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Says what can be seen of an encrypted file without a key, and of keys without their secret. */
@Command(
        name = "inspect",
        headerHeading = "Show what a file is, and what anyone can see of it:%n" + "  phr inspect report.pdf.age%n%n",
        description = {
            "Identify a file, and show what anyone can see of it without a key.",
            "For an encrypted file: the types of its recipients and its sizes. Nothing is authenticated, as that "
                    + "takes a key.",
            "For a key file, secret or public, or a public key that verifies signatures: the public keys and "
                    + "their fingerprints. Two people who read a fingerprint to each other over the telephone know that "
                    + "nobody swapped the key between them. A fingerprint is the first 128 bits of the SHA-256 of the "
                    + "public key's text: finding another key with a given fingerprint takes about 2^128 attempts, finding "
                    + "any two keys that share one about 2^64.",
            "For a table (a file whose name ends in .csv or .tsv, or any file with --columns-template or an "
                    + "option about the table's format): its columns and the likely kind of each."
        })
final class Inspect implements Callable<Integer> {
    @Option(names = "--json", description = "Print one JSON object.")
    private boolean json;

    @Option(
            names = "--columns-template",
            description =
                    "Write a columns file for aggregate -c: with proposed kinds, and a question mark for each role, for "
                            + "you to replace. Likely roles and the reasons for them go to standard error.")
    private boolean columnsTemplate;

    @Mixin
    private DialectOptions dialectOptions = new DialectOptions();

    @Parameters(arity = "0..1", paramLabel = "FILE", description = "The file; standard input for - or if omitted.")
    private @Nullable String file;

    @Override
    public Integer call() throws IOException, TableException {
        if (columnsTemplate && json) {
            throw new Failure(ExitCode.USAGE, "--columns-template writes CSV and cannot be combined with --json");
        }
        Input input = new Input(file);
        try (BufferedInputStream in = new BufferedInputStream(input.open())) {
            if (!input.isStandardInput()) {
                Path folder = input.path().toAbsolutePath().getParent();
                Leftovers.warn(folder == null ? Path.of("/") : folder);
            }
            boolean isTable = columnsTemplate || dialectOptions.isGiven();
            FileKind kind = isTable ? FileKind.TABLE : FileKind.of(in, input.name());
            if (columnsTemplate) {
                writeTemplate(profile(in));
            } else {
                Seen seen = seen(kind, in, input.name());
                System.out.println(json ? seen.json() : seen.text());
            }
        } catch (BadInputException e) {
            throw Failure.of(e, input.name());
        }
        return ExitCode.DONE;
    }

    private Seen seen(FileKind kind, InputStream in, String name) throws IOException, BadInputException {
        return switch (kind) {
            case TABLE -> {
                TableProfile profile = profile(in);
                warnOfOverlooked(profile);
                yield new Seen.Columns(profile);
            }
            case IDENTITIES, RECIPIENTS ->
                new Seen.Keys(
                        kind == FileKind.IDENTITIES ? "secret keys, for decrypt -i" : "public keys, for encrypt -R",
                        KeyFile.readPublicKeys(in).stream()
                                .map(key -> new Seen.Keys.Key(key.toString(), key.fingerprint()))
                                .toList());
            case VERIFICATION_KEY -> {
                VerificationKey key = VerificationKey.parse(ShortText.read(in, name));
                yield new Seen.Keys(
                        "public key of a signer, for --from",
                        List.of(new Seen.Keys.Key(key.toString(), key.fingerprint())));
            }
            case SIGNATURE -> signature(Signature.parse(ShortText.read(in, name)));
            case SIGNING_KEY ->
                known(
                        "secret key to sign with, of minisign",
                        "encrypt -s; its public key is in the file beside it, .pub");
            case KEY_SHARES ->
                known(
                        "shares of a secret key (SLIP-0039)",
                        "decrypt --share, share combine; verify shares checks them");
            case LIST_OF_SHARES -> known("list of key shares", "verify shares --manifest");
            case RELEASE_MANIFEST -> known("manifest of a release", "verify release --manifest");
            case GRANTS -> grants(GrantChain.parse(Utf8.content(in.readNBytes(4 * GrantChain.LIMIT_LENGTH + 1))));
            case CARD -> card(HandedCard.parse(ShortText.read(in, name)));
            case MEMBERSHIP -> known("secret by which a device is known to a store", "phr store; keep it as a key");
            case INVITATION ->
                known("secret invitation: whoever has it first joins the store", "store join, within seven days");
            case REPORT ->
                known("signed report that is not encrypted: a tar archive", "tar xf; encrypt makes it a report again");
            case SPREADSHEET ->
                known(
                        "zip archive or OLE file, such as a spreadsheet",
                        "tables, if it is named NAME.xlsx; else the program that wrote it, which can save it as CSV");
            case SALTED -> new Seen.Salted();
            case AGE, ARMORED_AGE -> new Seen.Encrypted(Age.inspect(in));
            case UNKNOWN -> unknown(in, name);
        };
    }

    /** An unknown file; if it was meant to be an encrypted file, its header says what is wrong. */
    private static Seen unknown(InputStream in, String name) throws IOException {
        try {
            return new Seen.Encrypted(Age.inspect(in));
        } catch (AgeException e) {
            Failure failure = Failure.of(e, name);
            throw new Failure(
                    failure.exitCode(),
                    failure.getMessage() + "",
                    failure.hint().isEmpty()
                            ? "a table is named NAME.csv, or read with --delimiter; a bare file of RC4 has no mark, and import rc4 reads it"
                            : failure.hint());
        }
    }

    private static Seen known(String format, String purpose) {
        return new Seen.Known(format, Map.of("for", purpose));
    }

    private static Seen signature(Signature signature) {
        Map<String, String> details = new LinkedHashMap<>();
        details.put("key", signature.keyId());
        details.put("comment", signature.trustedComment());
        details.put("for", "minisign -V, and --from, with the public key; nothing of it was checked here");
        return new Seen.Known("signature of minisign", details);
    }

    private static Seen grants(GrantChain chain) {
        Map<String, String> details = new LinkedHashMap<>();
        for (SignedGrant grant : chain.grants()) {
            GrantStatement statement = grant.statement();
            details.put("report", statement.reportId());
            details.merge("granted by", statement.granter().toString(), (one, next) -> one + ", then " + next);
            details.put("to", statement.reader().signer().map(Object::toString).orElseGet(() -> statement
                    .reader()
                    .recipient()
                    .toString()));
        }
        details.put(
                "for", "decrypt and verify file, beside NAME.age; whether the first may grant, only the report says");
        return new Seen.Known("grants of a report", details);
    }

    private static Seen card(HandedCard handed) throws StoreFormatException {
        ContactCard card = ContactCard.of(handed.card());
        handed.place();
        List<Seen.Keys.Key> keys = new ArrayList<>();
        keys.add(new Seen.Keys.Key(card.signer().toString(), card.signer().fingerprint()));
        keys.add(new Seen.Keys.Key(card.recipient().toString(), card.recipient().fingerprint()));
        card.mediated().ifPresent(key -> keys.add(new Seen.Keys.Key(key.toString(), key.fingerprint())));
        return new Seen.Keys("card of \"" + Terminal.shown(card.name()) + "\", for contacts add", keys);
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
        for (TableProfile.ColumnProfile column : profile.columns()) {
            if (column.dateForms().size() > 1) {
                Terminal.warning("column " + BadInputException.quoted(column.name()) + " has dates of the form "
                        + column.dateForms().get(0) + " or "
                        + column.dateForms().get(1) + ": no cell tells which");
            }
        }
        profile.columns().forEach(Inspect::warnOfDoubts);
        return profile;
    }

    private static void warnOfDoubts(TableProfile.ColumnProfile column) {
        String name = "column " + BadInputException.quoted(column.name());
        List<Integer> lines = column.doubts().mixedDateLines();
        if (!lines.isEmpty()) {
            Terminal.warning(name + " has dates of two forms: that of line " + lines.get(1)
                    + " is of another form than that of line " + lines.get(0) + "; write them in one");
        }
        if (column.doubts().hasShortYears()) {
            Terminal.warning(
                    name + " seems to have dates whose years have two digits, which do not tell the century and are "
                            + "not taken; write them with four");
        }
        if (!column.doubts().missingCodes().isEmpty()) {
            Terminal.warning(name + MissingCodesText.of(column.doubts().missingCodes()));
        }
    }

    private static void warnOfOverlooked(TableProfile profile) {
        profile.columns().stream()
                .flatMap(column -> column.overlooked().stream())
                .forEach(found -> Terminal.warning(OverlookedText.of(found)));
    }

    private static void writeTemplate(TableProfile profile) throws IOException {
        ByteArrayOutputStream template = new ByteArrayOutputStream();
        Csv.write(profile.template(), template);
        if (template.size() > Schema.LIMIT_BYTES) {
            throw new Failure(
                    ExitCode.COULD_NOT,
                    "the columns file would be larger than " + Schema.LIMIT_BYTES + " bytes, and is not read then");
        }
        System.out.writeBytes(template.toByteArray());
        profile.columns().forEach(column -> Terminal.say(ProposalText.of(column)));
    }
}

package org.phrkit.cli.table;

import java.io.IOException;
import java.io.InputStream;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.phrkit.cli.files.Input;
import org.phrkit.cli.shell.ExitCode;
import org.phrkit.cli.shell.Failure;
import org.phrkit.input.BadInputException;
import org.phrkit.pseudonym.Pseudonyms;
import org.phrkit.table.Role;
import org.phrkit.table.Schema;
import org.phrkit.table.Table;
import picocli.CommandLine.Option;

/** The option for the key of pseudonyms. */
public final class PseudonymOptions {
    @Option(
            names = "--pseudonym-key",
            paramLabel = "FILE",
            description =
                    "The file with the secret key for pseudonyms and shifted dates: one line of at least 64 hexadecimal "
                            + "digits, as openssl rand -hex 32 writes it. Tables made with the same key can be joined.")
    private @Nullable String file;

    /** The key that the roles ask for; empty where no column is to become a pseudonym. */
    public Optional<Pseudonyms> read(Schema schema) throws IOException {
        boolean isShifted = schema.columns().stream().anyMatch(column -> column.role() == Role.SHIFT);
        boolean wanted = isShifted || schema.columns().stream().anyMatch(column -> column.role() == Role.PSEUDONYM);
        if (!wanted && file != null) {
            throw new Failure(
                    ExitCode.USAGE, "a key for pseudonyms is given, but no column has the role pseudonym or shift");
        }
        if (!wanted) {
            return Optional.empty();
        }
        if (file == null) {
            throw new Failure(
                    ExitCode.USAGE,
                    "a column with the role " + (isShifted ? "shift" : "pseudonym") + " needs a key",
                    "make one with openssl rand -hex 32 > FILE, give it with --pseudonym-key FILE, and keep it secret");
        }
        Input input = new Input(file);
        try (InputStream in = input.open()) {
            return Optional.of(Pseudonyms.read(in));
        } catch (BadInputException e) {
            throw Failure.of(e, input.name());
        }
    }

    /** The column that says whose days are shifted by one number of days, before pseudonyms replace it. */
    public static String requirePerson(Table table, Schema schema) throws Failure {
        List<String> named = schema.person().map(List::of).orElseGet(() -> table.columns(Role.PSEUDONYM).stream()
                .map(column -> column.spec().name())
                .toList());
        if (named.size() != 1) {
            throw new Failure(
                    ExitCode.USAGE,
                    "all dates of a person are shifted by the same number of days, but no "
                            + "column says whom a row is about",
                    "name it with --person COLUMN, or the role person");
        }
        return named.get(0);
    }
}

package org.phrkit.cli;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;
import org.phrkit.age.Inspection;
import org.phrkit.cli.shell.Json;
import org.phrkit.cli.shell.Terminal;
import org.phrkit.table.DateForm;
import org.phrkit.table.TableProfile;

/** What inspect has seen of a file, in two forms. */
sealed interface Seen {
    /** For people. */
    String text();

    /** One JSON object. */
    String json();

    /** An encrypted file. */
    record Encrypted(Inspection inspection) implements Seen {
        private static final String FORMAT = "age-encryption.org/v1";

        @Override
        public String text() {
            return "format      " + FORMAT + (inspection.isArmored() ? ", armored" : "")
                    + "\nrecipients  " + String.join(", ", inspection.recipientKinds())
                    + "\nheader      " + inspection.headerSizeBytes() + " bytes"
                    + "\npayload     " + inspection.payloadSizeBytes() + " bytes"
                    + "\nplaintext   " + inspection.plaintextSizeBytes() + " bytes"
                    + "\nfor         decrypt "
                    + (inspection.recipientKinds().contains("scrypt") ? "-p" : "-i KEYFILE");
        }

        @Override
        public String json() {
            return new Json()
                    .add("format", FORMAT)
                    .add("armored", inspection.isArmored())
                    .add("recipients", inspection.recipientKinds())
                    .add("headerSizeBytes", inspection.headerSizeBytes())
                    .add("payloadSizeBytes", inspection.payloadSizeBytes())
                    .add("plaintextSizeBytes", inspection.plaintextSizeBytes())
                    .text();
        }
    }

    /** The public keys of a file of keys. */
    record Keys(String what, List<Key> keys) implements Seen {
        /** A public key of any kind. */
        record Key(String text, String fingerprint) {
            private Map<String, String> members() {
                Map<String, String> members = new LinkedHashMap<>();
                members.put("publicKey", text);
                members.put("fingerprint", fingerprint);
                return members;
            }
        }

        @Override
        public String text() {
            return "format       " + what + "\n"
                    + keys.stream()
                            .map(key -> "public key   " + key.text() + "\nfingerprint  " + key.fingerprint())
                            .collect(Collectors.joining("\n"));
        }

        @Override
        public String json() {
            return new Json()
                    .add("format", "keys")
                    .add("kind", what)
                    .add("keys", keys.stream().map(Key::members).toList())
                    .text();
        }
    }

    /**
     * A file of a known kind.
     *
     * @param details names and values
     */
    record Known(String format, Map<String, String> details) implements Seen {
        @Override
        public String text() {
            return "format      " + format
                    + details.entrySet().stream()
                            .map(detail -> String.format(
                                    Locale.ROOT, "%n%-12s%s", detail.getKey(), Terminal.shown(detail.getValue())))
                            .collect(Collectors.joining());
        }

        @Override
        public String json() {
            Json json = new Json().add("format", format);
            details.forEach(json::add);
            return json.text();
        }
    }

    /** What openssl writes with a passphrase. */
    record Salted() implements Seen {
        private static final String FORMAT = "openssl enc, salted";
        private static final String PURPOSE = "import rc4, if it was RC4; else openssl enc -d";

        @Override
        public String text() {
            return "format      " + FORMAT + "; it does not say by which cipher" + "\nfor         " + PURPOSE;
        }

        @Override
        public String json() {
            return new Json().add("format", FORMAT).add("for", PURPOSE).text();
        }
    }

    /** The columns of a table. */
    record Columns(TableProfile profile) implements Seen {
        @Override
        public String text() {
            int width = profile.columns().stream()
                    .mapToInt(column -> column.name().length())
                    .max()
                    .orElse(0);
            int kinds = profile.columns().stream()
                    .mapToInt(column -> Math.max(8, column.kindTerm().length()))
                    .max()
                    .orElse(0);
            return "rows  " + profile.rowCount() + "\n"
                    + profile.columns().stream()
                            .map(column -> String.format(
                                            Locale.ROOT,
                                            "%-" + width + "s  %-" + kinds + "s  %s",
                                            Terminal.shown(column.name()),
                                            column.kindTerm(),
                                            column.missingCount() == 0 ? "" : column.missingCount() + " missing")
                                    .stripTrailing())
                            .collect(Collectors.joining("\n"));
        }

        @Override
        public String json() {
            return new Json()
                    .add("format", "table")
                    .add("rows", profile.rowCount())
                    .add(
                            "columns",
                            profile.columns().stream().map(Columns::members).toList())
                    .text();
        }

        private static Map<String, Object> members(TableProfile.ColumnProfile column) {
            Map<String, Object> members = new LinkedHashMap<>();
            members.put("name", column.name());
            members.put("kind", column.kind().term());
            if (!column.dateForms().isEmpty()) {
                members.put(
                        "dateForms",
                        column.dateForms().stream().map(DateForm::pattern).toList());
            }
            members.put("missing", column.missingCount());
            return members;
        }
    }
}

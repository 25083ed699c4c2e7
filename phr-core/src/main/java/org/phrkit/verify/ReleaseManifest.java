package org.phrkit.verify;

import java.math.BigDecimal;
import java.math.MathContext;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import org.phrkit.input.NotUtf8Exception;
import org.phrkit.input.Utf8;
import org.phrkit.json.JsonObject;
import org.phrkit.json.MalformedJsonException;
import org.phrkit.sign.ContentHash;
import org.phrkit.table.Column;
import org.phrkit.table.Dialect;
import org.phrkit.table.Kind;
import org.phrkit.table.Role;

/**
 * What a release is, according to whoever made it: its exact bytes, how it was made, and how many rows and groups it
 * has. Another release differs from it in {@link #release}, whatever byte, row or column was changed; a manifest
 * proves nothing of who wrote it until its signature is checked.
 *
 * <p>It is handed out with the release, and so holds nothing of the original: no hash of it, by which guesses of a table
 * could be confirmed; no column that was left out; none of the levels of a column; not the key of the order of
 * rows, which would put them back in that of the original.
 *
 * <p>Immutable; several threads may use one.
 *
 * @param program its name and version
 * @param release the file
 * @param columnsFile the roles and kinds of columns, where they were in a file
 * @param columns those of the release that come from the original, in its order
 * @param parameters by name, in the order of {@link #PARAMETERS}; k always, the others where they had a part
 * @param dialect in which the release is written
 * @param counts what came of it
 */
public record ReleaseManifest(
        String program,
        ContentHash release,
        Optional<ContentHash> columnsFile,
        List<Released> columns,
        Map<String, Object> parameters,
        Dialect dialect,
        Counts counts) {
    /** The largest manifest that is read. */
    public static final int LIMIT_BYTES = 1 << 20;

    /** The names of all parameters, and the type of each. */
    public static final Map<String, Class<?>> PARAMETERS = parameterTypes();

    private static final int SCHEMA = 1;

    private static final String FORM = "form";

    private static final String SUPPRESSED = "suppressed";

    /** What older manifests call the form. */
    private static final String OLDER_FORM = "output";

    /**
     * A column of the release.
     *
     * @param name of the column
     * @param role what the column is to an adversary
     * @param kind how its cells are read
     */
    public record Released(String name, Role role, Kind kind) {
        /**
         * Refuses a column that is never released.
         *
         * @param name of the column
         * @param role what the column is to an adversary
         * @param kind how its cells are read
         */
        public Released {
            if (name.isBlank() || !role.isReleased()) {
                throw new IllegalArgumentException("a released column has a name, and a role that is released");
            }
        }

        /**
         * {@return what a manifest tells of a column}
         *
         * @param column the column
         */
        public static Released of(Column column) {
            return new Released(
                    column.spec().name(), column.spec().role(), column.spec().kind());
        }
    }

    /**
     * How many rows and groups a release has, and what it lost.
     *
     * @param rows of the original that the release stands for
     * @param groups into which they were put
     * @param smallestGroup in rows
     * @param largestGroup in rows
     * @param informationLoss 100·SSE/SST, of phase 2 alone where the parameter phase is 2
     * @param suppressed who was left out because the loss falls without them; older manifests do not say it
     */
    public record Counts(
            long rows,
            long groups,
            long smallestGroup,
            long largestGroup,
            double informationLoss,
            Optional<Suppressed> suppressed) {
        /**
         * Of a release without the suppression of persons.
         *
         * @param rows of the original that the release stands for
         * @param groups into which they were put
         * @param smallestGroup in rows
         * @param largestGroup in rows
         * @param informationLoss 100·SSE/SST
         */
        public Counts(long rows, long groups, long smallestGroup, long largestGroup, double informationLoss) {
            this(rows, groups, smallestGroup, largestGroup, informationLoss, Optional.empty());
        }

        /**
         * Refuses what cannot be counted.
         *
         * @param rows of the original that the release stands for
         * @param groups into which they were put
         * @param smallestGroup in rows
         * @param largestGroup in rows
         * @param informationLoss 100·SSE/SST, of phase 2 alone where the parameter phase is 2
         * @param suppressed who was left out because the loss falls without them
         */
        public Counts {
            if (groups < 1
                    || smallestGroup < 1
                    || largestGroup < smallestGroup
                    || rows < largestGroup
                    || !(informationLoss >= 0 && informationLoss < Double.POSITIVE_INFINITY)) {
                throw new IllegalArgumentException("the counts do not go together");
            }
        }
    }

    /**
     * The persons who were left out because the information loss falls without them.
     *
     * @param persons how many
     * @param rows how many rows they had
     * @param lossBefore with them, in percent
     * @param lossAfter without them, on the same scales
     */
    public record Suppressed(long persons, long rows, double lossBefore, double lossAfter) {
        /**
         * Refuses what cannot be counted, or gained nothing.
         *
         * @param persons how many
         * @param rows how many rows they had
         * @param lossBefore with them, in percent
         * @param lossAfter without them, on the same scales
         */
        public Suppressed {
            if (persons < 0
                    || rows < persons
                    || (persons == 0 && rows > 0)
                    || !(lossAfter >= 0 && lossAfter <= lossBefore && lossBefore < Double.POSITIVE_INFINITY)
                    || (persons == 0 && lossAfter != lossBefore)) {
                throw new IllegalArgumentException("the counts of the suppressed do not go together");
            }
        }
    }

    /**
     * Refuses parameters that are not known, and a manifest without k.
     *
     * @param program its name and version
     * @param release the file
     * @param columnsFile the roles and kinds of columns
     * @param columns those of the release that come from the original, in its order
     * @param parameters by name, in the order of {@link #PARAMETERS}
     * @param dialect in which the release is written
     * @param counts what came of it
     */
    public ReleaseManifest {
        columns = List.copyOf(columns);
        Map<String, Object> ordered = new LinkedHashMap<>();
        for (Map.Entry<String, Class<?>> known : PARAMETERS.entrySet()) {
            Object value = parameters.get(known.getKey());
            if (value != null) {
                if (value.getClass() != known.getValue()) {
                    throw new IllegalArgumentException("parameter \"" + known.getKey() + "\" is of another type");
                }
                ordered.put(known.getKey(), value);
            }
        }
        if (!PARAMETERS.keySet().containsAll(parameters.keySet())) {
            throw new IllegalArgumentException("a parameter is not known");
        }
        parameters = Collections.unmodifiableMap(ordered);
        if (!(parameters.get("k") instanceof Integer k) || k < 2) {
            throw new IllegalArgumentException("k must be at least 2");
        }
        if (counts.suppressed().isPresent()) {
            long persons = counts.suppressed().get().persons();
            // Of the persons, of whom there are no more than rows.
            double most = parameters.get("suppress") instanceof Double percent
                    ? percent
                            / 100
                            * ((double) counts.rows()
                                    + counts.suppressed().get().rows())
                    : -1;
            if (persons > most * (1 + 0x1p-40)) {
                throw new IllegalArgumentException("more persons are suppressed than was asked for");
            }
        }
    }

    private static Map<String, Class<?>> parameterTypes() {
        Map<String, Class<?>> types = new LinkedHashMap<>();
        types.put("k", Integer.class);
        types.put("l", Integer.class);
        types.put("t", Double.class);
        types.put("fold", Boolean.class);
        types.put("within", String.class);
        types.put("smallStrata", String.class);
        types.put("suppress", Double.class);
        types.put("unit", String.class);
        types.put("linked", Boolean.class);
        types.put("maxRowsPerPerson", Integer.class);
        types.put("rowsPerPseudonym", Integer.class);
        types.put("method", String.class);
        types.put("refine", String.class);
        types.put("iterations", Integer.class);
        types.put("seed", Long.class);
        types.put("blocks", Integer.class);
        types.put("missing", String.class);
        types.put("phase", Integer.class);
        types.put("by", String.class);
        types.put("k1", Integer.class);
        types.put(FORM, String.class);
        types.put("shuffled", Boolean.class);
        return Collections.unmodifiableMap(types);
    }

    /** {@return the size that no group is below} */
    public int k() {
        return (Integer) Objects.requireNonNull(parameters.get("k"));
    }

    /**
     * {@return the names of the columns of a role, in order}
     *
     * @param role the role of the columns
     */
    public List<String> columns(Role role) {
        return columns.stream()
                .filter(column -> column.role() == role)
                .map(Released::name)
                .toList();
    }

    /**
     * {@return the text that is signed: one JSON object, in UTF-8} The same manifest gives the same bytes everywhere.
     */
    public String json() {
        Map<String, Object> json = new LinkedHashMap<>();
        json.put("schema", SCHEMA);
        json.put("program", program);
        json.put("release", content(release));
        columnsFile.ifPresent(file -> json.put("columnsFile", content(file)));
        json.put(
                "columns",
                columns.stream()
                        .map(column -> {
                            Map<String, Object> members = new LinkedHashMap<>();
                            members.put("name", column.name());
                            members.put("role", column.role().term());
                            members.put("kind", column.kind().term());
                            return members;
                        })
                        .toList());
        Map<String, Object> values = new LinkedHashMap<>(parameters);
        values.computeIfPresent("t", (name, t) -> decimal((Double) t));
        json.put("parameters", values);
        Map<String, Object> written = new LinkedHashMap<>();
        written.put("delimiter", String.valueOf(dialect.delimiter()));
        written.put("quote", String.valueOf(dialect.quote()));
        written.put("encoding", dialect.encoding().name());
        written.put("decimal", String.valueOf(dialect.decimal()));
        written.put("missingValues", dialect.missingValues());
        json.put("dialect", written);
        Map<String, Object> counted = new LinkedHashMap<>();
        counted.put("rows", counts.rows());
        counted.put("groups", counts.groups());
        counted.put("smallestGroup", counts.smallestGroup());
        counted.put("largestGroup", counts.largestGroup());
        counted.put("informationLoss", decimal(counts.informationLoss()));
        counts.suppressed().ifPresent(suppressed -> {
            Map<String, Object> members = new LinkedHashMap<>();
            members.put("persons", suppressed.persons());
            members.put("rows", suppressed.rows());
            members.put("lossBefore", decimal(suppressed.lossBefore()));
            members.put("lossAfter", decimal(suppressed.lossAfter()));
            counted.put(SUPPRESSED, members);
        });
        json.put("counts", counted);
        String text = JsonObject.write(json);
        if (text.getBytes(StandardCharsets.UTF_8).length > LIMIT_BYTES) {
            throw new IllegalArgumentException("the manifest of this release would be larger than " + LIMIT_BYTES
                    + " bytes, and is not read then");
        }
        return text;
    }

    private static Map<String, Object> content(ContentHash hash) {
        Map<String, Object> members = new LinkedHashMap<>();
        members.put("size", hash.sizeBytes());
        members.put("sha256", hash.sha256());
        return members;
    }

    private static ContentHash content(JsonObject root, String name) throws MalformedJsonException {
        JsonObject content = root.object(name, Set.of("size", "sha256"), Set.of());
        return new ContentHash(content.integer("size", 0, Long.MAX_VALUE), content.text("sha256"));
    }

    /** A decimal of up to 17 significant digits that reads back as the number. */
    private static BigDecimal decimal(double number) {
        BigDecimal exact = new BigDecimal(number);
        int digits = 15;
        while (exact.round(new MathContext(digits)).doubleValue() != number) {
            digits++;
        }
        BigDecimal shortest = exact.round(new MathContext(digits)).stripTrailingZeros();
        return shortest.scale() < 0 ? shortest.setScale(0) : shortest;
    }

    /**
     * Reads what {@link #json} wrote, also where the parameter "form" is still called "output". Members that it does not know are refused.
     *
     * @param json the whole content of the file
     * @return the manifest
     * @throws ManifestException if it is anything else
     */
    public static ReleaseManifest parse(byte[] json) throws ManifestException {
        if (json.length > LIMIT_BYTES) {
            throw new ManifestException("it is larger than the manifest of a release can be");
        }
        try {
            JsonObject root = JsonObject.read(
                    Utf8.text(json),
                    Set.of("schema", "program", "release", "columns", "parameters", "dialect", "counts"),
                    Set.of("columnsFile"));
            if (root.small("schema", 0, Integer.MAX_VALUE) != SCHEMA) {
                throw new ManifestException("its schema is not " + SCHEMA);
            }
            List<Released> columns = new ArrayList<>();
            for (JsonObject column : root.objects("columns", Set.of("name", "role", "kind"), Set.of())) {
                columns.add(new Released(column.text("name"), role(column), kind(column)));
            }
            return new ReleaseManifest(
                    root.text("program"),
                    content(root, "release"),
                    root.has("columnsFile") ? Optional.of(content(root, "columnsFile")) : Optional.empty(),
                    columns,
                    parameters(root.object("parameters", Set.of("k"), readParameters())),
                    dialect(root.object(
                            "dialect", Set.of("delimiter", "quote", "encoding", "decimal", "missingValues"), Set.of())),
                    counts(root.object(
                            "counts",
                            Set.of("rows", "groups", "smallestGroup", "largestGroup", "informationLoss"),
                            Set.of(SUPPRESSED))));
        } catch (MalformedJsonException | NotUtf8Exception e) {
            throw new ManifestException("it is not the manifest of a release: it " + e.problem());
        } catch (IllegalArgumentException e) {
            throw new ManifestException("it is not the manifest of a release: " + e.getMessage());
        }
    }

    private static Role role(JsonObject column) throws MalformedJsonException {
        String term = column.text("role");
        return Arrays.stream(Role.values())
                .filter(role -> role.term().equals(term))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException("there is no such role"));
    }

    private static Kind kind(JsonObject column) throws MalformedJsonException {
        String term = column.text("kind");
        return Arrays.stream(Kind.values())
                .filter(kind -> kind.term().equals(term))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException("there is no such kind"));
    }

    private static Set<String> readParameters() {
        Set<String> names = new HashSet<>(PARAMETERS.keySet());
        names.add(OLDER_FORM);
        return names;
    }

    private static Map<String, Object> parameters(JsonObject members) throws MalformedJsonException {
        Map<String, Object> values = new LinkedHashMap<>();
        for (Map.Entry<String, Class<?>> known : PARAMETERS.entrySet()) {
            String name = known.getKey();
            if (name.equals(FORM) && members.has(OLDER_FORM)) {
                if (members.has(FORM)) {
                    throw new IllegalArgumentException("its form is given twice");
                }
                values.put(FORM, members.text(OLDER_FORM));
                continue;
            }
            if (!members.has(name)) {
                continue;
            }
            if (known.getValue() == Integer.class) {
                values.put(name, members.small(name, 0, Integer.MAX_VALUE));
            } else if (known.getValue() == Long.class) {
                values.put(name, members.integer(name, Long.MIN_VALUE, Long.MAX_VALUE));
            } else if (known.getValue() == Double.class) {
                values.put(name, members.number(name));
            } else if (known.getValue() == Boolean.class) {
                values.put(name, members.truth(name));
            } else {
                values.put(name, members.text(name));
            }
        }
        return values;
    }

    private static Dialect dialect(JsonObject members) throws MalformedJsonException {
        Charset encoding;
        try {
            encoding = Charset.forName(members.text("encoding"));
        } catch (IllegalArgumentException e) {
            throw new IllegalArgumentException("its encoding is not known here", e);
        }
        return new Dialect(
                mark(members, "delimiter"),
                mark(members, "quote"),
                encoding,
                mark(members, "decimal"),
                members.texts("missingValues"));
    }

    private static char mark(JsonObject members, String name) throws MalformedJsonException {
        String text = members.text(name);
        if (text.length() != 1) {
            throw new IllegalArgumentException("the " + name + " is one character");
        }
        return text.charAt(0);
    }

    private static Counts counts(JsonObject members) throws MalformedJsonException {
        return new Counts(
                members.integer("rows", 1, Long.MAX_VALUE),
                members.integer("groups", 1, Long.MAX_VALUE),
                members.integer("smallestGroup", 1, Long.MAX_VALUE),
                members.integer("largestGroup", 1, Long.MAX_VALUE),
                members.number("informationLoss"),
                members.has(SUPPRESSED)
                        ? Optional.of(suppressed(members.object(
                                SUPPRESSED, Set.of("persons", "rows", "lossBefore", "lossAfter"), Set.of())))
                        : Optional.empty());
    }

    private static Suppressed suppressed(JsonObject members) throws MalformedJsonException {
        return new Suppressed(
                members.integer("persons", 0, Long.MAX_VALUE),
                members.integer("rows", 0, Long.MAX_VALUE),
                members.number("lossBefore"),
                members.number("lossAfter"));
    }
}

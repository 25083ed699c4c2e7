package org.phrkit.cli.verify;

import java.io.IOException;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.phrkit.cli.files.Input;
import org.phrkit.cli.keys.SignedFile;
import org.phrkit.cli.shell.ExitCode;
import org.phrkit.cli.shell.Failure;
import org.phrkit.cli.shell.Json;
import org.phrkit.cli.table.RoleOptions;
import org.phrkit.sign.ContentHash;
import org.phrkit.sign.VerificationKey;
import org.phrkit.table.Role;
import org.phrkit.table.Schema;
import org.phrkit.verify.ManifestException;
import org.phrkit.verify.ReleaseManifest;

/**
 * A manifest that a release is held against, before it is judged.
 *
 * @param file what messages call it
 * @param hasColumnsFile whether a columns file was given, and is the one that the manifest describes
 * @param signer whose signature of the manifest was checked
 * @param json whether a manifest that does not hold is said on standard output too
 */
public record ManifestCheck(
        String file, ReleaseManifest manifest, boolean hasColumnsFile, Optional<Signer> signer, boolean json) {
    /**
     * Who signed a manifest.
     *
     * @param contactName the name of the contact, if the key was asked for by it
     */
    record Signer(VerificationKey key, Optional<String> contactName) {
        @Override
        public String toString() {
            return contactName.map(name -> name + ", ").orElse("") + key;
        }
    }

    /**
     * Reads a manifest: its signature is checked if there is a signer, and the columns file if both have one.
     *
     * @param json whether a manifest that does not hold is said on standard output too
     */
    static ManifestCheck read(String file, Optional<Signer> signer, RoleOptions roles, boolean json, Warnings warnings)
            throws IOException {
        try {
            byte[] bytes = SignedFile.read(new Input(file), ReleaseManifest.LIMIT_BYTES, signer.map(Signer::key));
            ReleaseManifest manifest = ReleaseManifest.parse(bytes);
            Optional<ContentHash> columnsFile = roles.columnsFile();
            boolean both = columnsFile.isPresent() && manifest.columnsFile().isPresent();
            if (both) {
                require(
                        manifest.columnsFile().orElseThrow(),
                        columnsFile.orElseThrow(),
                        roles.columnsFileName() + ": is not the columns file of " + file);
            }
            if (signer.isEmpty()) {
                warnings.add(file + ": is not authenticated: whoever changed the release "
                        + "could have changed it too; require a signature with --from");
            }
            return new ManifestCheck(file, manifest, both, signer, json);
        } catch (ManifestException e) {
            throw told(Failure.of(e, file), json);
        } catch (Failure e) {
            throw told(e, json);
        }
    }

    /** What was checked, in a line. */
    public String line() {
        StringBuilder line = new StringBuilder(hasColumnsFile ? "release and columns file match" : "release matches");
        line.append(", made with k = ").append(manifest.k());
        if ("persons".equals(manifest.parameters().get("unit"))) {
            line.append(" persons");
        }
        for (String more : List.of("l", "t")) {
            if (manifest.parameters().containsKey(more)) {
                line.append(", ")
                        .append(more)
                        .append(" = ")
                        .append(manifest.parameters().get(more));
            }
        }
        if (isFolded()) {
            line.append(", folded");
        }
        manifest.counts()
                .suppressed()
                .ifPresent(found -> line.append(String.format(
                        Locale.ROOT,
                        ", %d %s suppressed with %d %s (loss %.4f %% to %.4f %%)",
                        found.persons(),
                        found.persons() == 1 ? "person" : "persons",
                        found.rows(),
                        found.rows() == 1 ? "row" : "rows",
                        found.lossBefore(),
                        found.lossAfter())));
        return line.append(signer.map(who -> ", signed by " + who).orElse(", not authenticated"))
                .toString();
    }

    private boolean isFolded() {
        return Boolean.TRUE.equals(manifest.parameters().get("fold"));
    }

    /** Of a release whose values were counted in another way than is asked for now. */
    public void warnOfFolding(Warnings warnings) {
        if (isFolded()) {
            warnings.add(file + ": the release was made with --fold, without which -l and -t count other values");
        }
    }

    /** What was checked, for a JSON object. */
    public Map<String, Object> members() {
        Map<String, Object> members = new LinkedHashMap<>();
        members.put("matches", true);
        members.put("columnsFile", hasColumnsFile);
        members.put("authenticated", signer.isPresent());
        signer.ifPresent(who -> members.put("signer", who.key().toString()));
        signer.flatMap(Signer::contactName).ifPresent(name -> members.put("signerName", name));
        members.put("program", manifest.program());
        members.put("sha256", manifest.release().sha256());
        members.put("parameters", manifest.parameters());
        manifest.counts().suppressed().ifPresent(found -> {
            Map<String, Object> suppressed = new LinkedHashMap<>();
            suppressed.put("persons", found.persons());
            suppressed.put("rows", found.rows());
            suppressed.put("informationLossBefore", found.lossBefore());
            suppressed.put("informationLossAfter", found.lossAfter());
            members.put("suppressed", suppressed);
        });
        return members;
    }

    /** What was asked for, and else what the manifest says. */
    public static int k(@Nullable Integer asked, Optional<ManifestCheck> check) throws Failure {
        if (asked == null && check.isEmpty()) {
            throw new Failure(ExitCode.USAGE, "missing required option: '-k=K'", "see phr verify release --help");
        }
        return asked == null ? check.orElseThrow().manifest().k() : asked;
    }

    /**
     * Requires that a release is that of the manifest.
     *
     * @param release what stands for its bytes
     * @param name what messages call it
     * @param schema the roles asked for
     */
    public void require(ContentHash release, String name, Optional<Schema> schema, Warnings warnings) throws Failure {
        try {
            require(manifest.release(), release, name + ": is not the release of " + file);
        } catch (Failure e) {
            throw told(e, json);
        }
        if (!hasColumnsFile) {
            schema.ifPresent(asked -> warnOfOtherQuasi(asked, warnings));
        }
    }

    private static Failure told(Failure failure, boolean json) {
        if (json && failure.exitCode() == ExitCode.MALFORMED) {
            System.out.println(new Json()
                    .add("verdict", false)
                    .add("problem", failure.getMessage() + "")
                    .text());
        }
        return failure;
    }

    private static void require(ContentHash described, ContentHash found, String otherwise) throws Failure {
        if (!described.equals(found)) {
            long more = found.sizeBytes() - described.sizeBytes();
            String difference = more == 0
                    ? "its size is the same, its SHA-256 another"
                    : "it is " + Math.abs(more) + (Math.abs(more) == 1 ? " byte " : " bytes ")
                            + (more > 0 ? "longer" : "shorter");
            throw new Failure(ExitCode.MALFORMED, otherwise + ": " + difference);
        }
    }

    private void warnOfOtherQuasi(Schema schema, Warnings warnings) {
        List<String> asked = schema.columns().stream()
                .filter(column -> column.role() == Role.QUASI)
                .map(column -> column.name())
                .toList();
        List<String> described = manifest.columns(Role.QUASI);
        if (!new HashSet<>(asked).equals(new HashSet<>(described))) {
            warnings.add("the quasi-identifiers of " + file + " are others: " + String.join(", ", described));
        }
    }
}

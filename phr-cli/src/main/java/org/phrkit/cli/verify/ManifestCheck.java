package org.phrkit.cli.verify;

import java.io.IOException;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.phrkit.cli.files.Input;
import org.phrkit.cli.keys.SignedFile;
import org.phrkit.cli.keys.SignerOptions;
import org.phrkit.cli.shell.ExitCode;
import org.phrkit.cli.shell.Failure;
import org.phrkit.cli.shell.Json;
import org.phrkit.cli.shell.Terminal;
import org.phrkit.cli.table.RoleOptions;
import org.phrkit.sign.ContentHash;
import org.phrkit.sign.VerificationKey;
import org.phrkit.table.Role;
import org.phrkit.table.Schema;
import org.phrkit.verify.ManifestException;
import org.phrkit.verify.ReleaseManifest;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Holds a release against its manifest, before it is judged. */
final class ManifestCheck {
    @Option(
            names = "--manifest",
            paramLabel = "FILE",
            description = "First require that this is the very release, and the columns file, that the manifest of "
                    + "aggregate describes: if not, exit status 5. k is the manifest's unless given.")
    private @Nullable String file;

    @Mixin
    private SignerOptions signerOptions = new SignerOptions();

    /** What a manifest was found to say of a release. */
    record Checked(ReleaseManifest manifest, boolean hasColumnsFile, Optional<VerificationKey> signer) {
        /** What was checked, in a line. */
        String line() {
            StringBuilder line =
                    new StringBuilder(hasColumnsFile ? "release and columns file match" : "release matches");
            line.append(", made with k = ").append(manifest.k());
            for (String more : List.of("l", "t")) {
                if (manifest.parameters().containsKey(more)) {
                    line.append(", ")
                            .append(more)
                            .append(" = ")
                            .append(manifest.parameters().get(more));
                }
            }
            return line.append(signer.map(key -> ", signed by " + key).orElse(", not authenticated"))
                    .toString();
        }

        Map<String, Object> members() {
            Map<String, Object> members = new LinkedHashMap<>();
            members.put("matches", true);
            members.put("columnsFile", hasColumnsFile);
            members.put("authenticated", signer.isPresent());
            signer.ifPresent(key -> members.put("signer", key.toString()));
            members.put("program", manifest.program());
            members.put("sha256", manifest.release().sha256());
            members.put("parameters", manifest.parameters());
            return members;
        }
    }

    /**
     * The manifest, if one was named: its signature checked if a signer was, and the columns file if both have one.
     *
     * @param json whether a manifest that does not hold is said on standard output too
     */
    Optional<Checked> read(RoleOptions roles, boolean json) throws IOException {
        Optional<VerificationKey> signer = signerOptions.read();
        if (file == null) {
            if (signer.isPresent()) {
                throw new Failure(
                        ExitCode.USAGE, "--from is for the signature of a manifest", "name one with --manifest FILE");
            }
            return Optional.empty();
        }
        try {
            byte[] bytes = SignedFile.read(new Input(file), ReleaseManifest.LIMIT_BYTES, signer);
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
                Terminal.warning(file + ": is not authenticated: who changed the release can have changed it too; "
                        + "--from requires a signature");
            }
            return Optional.of(new Checked(manifest, both, signer));
        } catch (ManifestException e) {
            throw told(Failure.of(e, file), json);
        } catch (Failure e) {
            throw told(e, json);
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

    /** What was asked for, and else what the manifest says. */
    int k(@Nullable Integer asked, Optional<Checked> manifest) throws Failure {
        if (asked == null && manifest.isEmpty()) {
            throw new Failure(ExitCode.USAGE, "missing required option: '-k=K'", "see phr verify release --help");
        }
        return asked == null ? manifest.orElseThrow().manifest().k() : asked;
    }

    /**
     * Requires that a release is that of the manifest.
     *
     * @param release its bytes
     * @param name what messages call it
     * @param schema the roles asked for
     */
    void require(Checked checked, byte[] release, String name, Optional<Schema> schema, boolean json) throws Failure {
        try {
            require(checked.manifest().release(), ContentHash.of(release), name + ": is not the release of " + file);
        } catch (Failure e) {
            throw told(e, json);
        }
        if (!checked.hasColumnsFile()) {
            schema.ifPresent(given -> warnOfOtherQuasi(checked.manifest(), given));
        }
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

    private void warnOfOtherQuasi(ReleaseManifest manifest, Schema schema) {
        List<String> asked = schema.columns().stream()
                .filter(column -> column.role() == Role.QUASI)
                .map(column -> column.name())
                .toList();
        List<String> described = manifest.columns(Role.QUASI);
        if (!new HashSet<>(asked).equals(new HashSet<>(described))) {
            Terminal.warning("the quasi-identifiers of " + file + " are others: " + String.join(", ", described));
        }
    }
}

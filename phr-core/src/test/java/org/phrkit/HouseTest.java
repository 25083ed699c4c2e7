package org.phrkit;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.Dependency;
import com.tngtech.archunit.core.domain.JavaCall;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/** The rooms of the library and the arrows allowed between them. */
class HouseTest {
    private static final Map<String, List<String>> MAY_IMPORT = Map.ofEntries(
            Map.entry("crypto", List.of()),
            Map.entry("age.format", List.of("crypto")),
            Map.entry("age.stream", List.of("crypto")),
            Map.entry("age", List.of("age.format", "age.stream", "crypto", "text", "input")),
            Map.entry("sign", List.of("crypto", "text", "input")),
            Map.entry("json", List.of("input")),
            Map.entry("text", List.of()),
            Map.entry("input", List.of("text")),
            Map.entry("report", List.of("age", "sign", "json", "text", "input")),
            Map.entry(
                    "store",
                    List.of(
                            "age",
                            "age.format",
                            "mediation",
                            "transparency",
                            "sign",
                            "crypto",
                            "json",
                            "text",
                            "input")),
            Map.entry("mediation", List.of("age", "age.format", "crypto", "input")),
            Map.entry("transparency", List.of("crypto", "input")),
            Map.entry("split", List.of("crypto", "json", "text", "input")),
            Map.entry("table", List.of("text", "input")),
            Map.entry("pseudonym", List.of("crypto", "table", "input")),
            Map.entry("neighbours", List.of("table")),
            Map.entry("microaggregation", List.of("table", "neighbours", "input")),
            Map.entry("privacy", List.of("table", "neighbours")),
            Map.entry("rc4", List.of("crypto", "input")),
            Map.entry("verify", List.of("privacy", "table", "sign", "json", "input")));

    private static final JavaClasses CLASSES = new ClassFileImporter()
            .withImportOption(new ImportOption.DoNotIncludeTests())
            .importPackages("org.phrkit");

    @Test
    void arrowsBetweenRoomsAreAllowed() {
        Set<String> forbidden = new TreeSet<>();
        Set<String> seen = new TreeSet<>();
        CLASSES.forEach(type -> seen.add(room(type.getPackageName())));
        CLASSES.stream()
                .flatMap(type -> type.getDirectDependenciesFromSelf().stream())
                .filter(arrow -> arrow.getTargetClass().getPackageName().startsWith("org.phrkit"))
                .forEach(arrow -> {
                    String from = room(arrow.getOriginClass().getPackageName());
                    String to = room(arrow.getTargetClass().getPackageName());
                    if (!from.equals(to)
                            && !MAY_IMPORT.getOrDefault(from, List.of()).contains(to)) {
                        forbidden.add(describe(arrow));
                    }
                });
        assertThat(forbidden).isEmpty();
        assertThat(seen).isEqualTo(new TreeSet<>(MAY_IMPORT.keySet()));
    }

    @Test
    void onlyTheRoomOfCryptoTouchesCryptography() {
        noClasses()
                .that()
                .resideOutsideOfPackage("org.phrkit.crypto")
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage("javax.crypto..", "org.bouncycastle..")
                .check(CLASSES);
    }

    /**
     * What a library has no business with, by the package or class it is in, and what of it is harmless, by name. Whatever
     * comes to these packages later is forbidden until somebody allows it here.
     */
    private static final Map<String, Set<String>> FORBIDDEN = Map.ofEntries(
            // The environment, the clock and the standard streams; the end of the program.
            Map.entry("java.lang.System", Set.of("arraycopy", "identityHashCode")),
            Map.entry("java.lang.Runtime", Set.of()),
            Map.entry("java.lang.Process", Set.of()),
            Map.entry("java.lang.Shutdown", Set.of()),
            Map.entry("java.lang.management.", Set.of()),
            // Printing and logging.
            Map.entry("java.io.Print", Set.of()),
            Map.entry("java.io.Console", Set.of()),
            Map.entry("java.util.logging.", Set.of()),
            Map.entry("org.slf4j.", Set.of()),
            // Clocks, and what differs from one machine to the next.
            Map.entry("java.time.Clock", Set.of()),
            Map.entry("java.time.InstantSource", Set.of()),
            Map.entry("java.util.Date", Set.of("from")),
            Map.entry("java.util.Calendar", Set.of()),
            Map.entry("java.util.TimeZone", Set.of()),
            Map.entry("java.util.Random", Set.of()),
            Map.entry("java.util.prefs.", Set.of()),
            Map.entry("java.net.", Set.of()),
            Map.entry("java.awt.", Set.of()));

    /** Of classes that are otherwise harmless. */
    private static final Set<String> FORBIDDEN_MEMBERS = Set.of(
            "now", "systemDefault", "getDefault", "defaultCharset", "printStackTrace", "availableProcessors", "sleep");

    private static final Map<String, Set<String>> ALLOWED_BY_NAME = Map.of(
            // How many threads there are decides how fast it is, and never what comes out.
            "org.phrkit.age.stream.Pipeline",
            Set.of("java.lang.Runtime.getRuntime", "java.lang.Runtime.availableProcessors"),
            // Whose cipher encrypts decides how fast it is, and never what comes out.
            "org.phrkit.crypto.Aead",
            Set.of("java.lang.Runtime.version", "java.lang.Runtime$Version.feature"),
            // To take it out of what another library wrote.
            "org.phrkit.json.JsonObject",
            Set.of("java.lang.System.lineSeparator"),
            // The type of a file by the ending of its name, which reads no file of the user's.
            "org.phrkit.report.ReportWriter",
            Set.of("java.net.URLConnection.guessContentTypeFromName"),
            "org.phrkit.store.PluginIdentity",
            Set.of("java.net.URI.toString"),
            // The text of an address, taken apart; nothing is looked up.
            "org.phrkit.store.Invitation",
            Set.of(
                    "java.net.URI.<init>",
                    "java.net.URI.getHost",
                    "java.net.URI.getScheme",
                    "java.net.URI.getRawAuthority",
                    "java.net.URI.getRawUserInfo",
                    "java.net.URI.toString"));

    @Test
    void theLibraryNeitherPrintsNorExitsNorReadsEnvironmentOrClock() {
        Set<String> forbidden = new TreeSet<>();
        CLASSES.stream().flatMap(type -> type.getAccessesFromSelf().stream()).forEach(access -> {
            String owner = access.getTarget().getOwner().getName();
            String member = access.getTarget().getName();
            String origin = access.getOriginOwner().getName();
            boolean isForbidden = (owner.startsWith("java.") && FORBIDDEN_MEMBERS.contains(member))
                    || FORBIDDEN.entrySet().stream()
                            .anyMatch(place -> owner.startsWith(place.getKey())
                                    && !place.getValue().contains(member));
            if (isForbidden && !ALLOWED_BY_NAME.getOrDefault(origin, Set.of()).contains(owner + "." + member)) {
                forbidden.add(origin + " -> " + owner + "." + member);
            }
        });
        assertThat(forbidden).isEmpty();
    }

    private static final Set<String> PARALLEL = Set.of("parallel", "parallelStream", "parallelSort", "parallelSetAll");

    /** The common pool gives no more processors than it has; only these may ask for it. */
    @Test
    void onlySearchesThatSayTheSameOnAnyNumberOfThreadsUseThem() {
        assertThat(CLASSES.stream()
                        .flatMap(type -> type.getAccessesFromSelf().stream())
                        .filter(access -> {
                            String owner = access.getTarget().getOwner().getName();
                            return owner.startsWith("java.util.concurrent.")
                                    || (owner.startsWith("java.")
                                            && PARALLEL.contains(
                                                    access.getTarget().getName()));
                        })
                        .map(access -> access.getOriginOwner().getName().replaceFirst("\\$.*", "")))
                .containsOnly(
                        "org.phrkit.age.stream.Pipeline",
                        "org.phrkit.microaggregation.BlockGrouping",
                        "org.phrkit.microaggregation.BlockTree",
                        "org.phrkit.microaggregation.Blocks",
                        "org.phrkit.neighbours.KdTree",
                        "org.phrkit.neighbours.LinearScan",
                        "org.phrkit.neighbours.FarthestOrder",
                        "org.phrkit.neighbours.TieIndex",
                        "org.phrkit.privacy.RecordLinkage",
                        "org.phrkit.privacy.RowOrder",
                        "org.phrkit.privacy.WeightedProducts",
                        "org.phrkit.verify.ReleaseComparison");
    }

    /** A decoder that puts U+FFFD in the place of what it cannot read makes one text of two: of two secrets, of two files. */
    @Test
    void noReplacingDecoder() {
        Set<String> forbidden = new TreeSet<>();
        CLASSES.stream().flatMap(type -> type.getCodeUnits().stream()).forEach(code -> {
            boolean decodes = code.getCallsFromSelf().stream().anyMatch(HouseTest::decodesAndReplaces);
            Set<String> charsets = code.getFieldAccesses().stream()
                    .filter(access -> access.getTargetOwner().getName().equals("java.nio.charset.StandardCharsets"))
                    .map(access -> access.getTarget().getName())
                    .collect(Collectors.toSet());
            boolean replaces = code.getFieldAccesses().stream()
                    .anyMatch(access -> access.getTargetOwner().getName().equals("java.nio.charset.CodingErrorAction"));
            // ISO 8859-1 has a character for each byte.
            if (replaces || (decodes && !charsets.equals(Set.of("ISO_8859_1")))) {
                forbidden.add(code.getFullName());
            }
        });
        assertThat(forbidden).isEmpty();
    }

    private static boolean decodesAndReplaces(JavaCall<?> call) {
        String called = call.getTargetOwner().getName() + "." + call.getTarget().getName();
        List<String> types = call.getTarget().getRawParameterTypes().stream()
                .map(JavaClass::getName)
                .toList();
        return switch (called) {
            case "java.lang.String.<init>" -> types.contains("[B");
            case "java.io.InputStreamReader.<init>" -> !types.contains("java.nio.charset.CharsetDecoder");
            case "java.nio.charset.Charset.decode",
                    "java.io.ByteArrayOutputStream.toString",
                    "java.io.FileReader.<init>",
                    "java.util.Scanner.<init>",
                    "java.util.Properties.load" -> true;
            default -> false;
        };
    }

    private static String room(String packageName) {
        return packageName.equals("org.phrkit") ? "" : packageName.substring("org.phrkit.".length());
    }

    private static String describe(Dependency arrow) {
        return arrow.getOriginClass().getName() + " -> "
                + arrow.getTargetClass().getName();
    }
}

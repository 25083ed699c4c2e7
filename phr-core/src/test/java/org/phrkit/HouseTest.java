package org.phrkit;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.Dependency;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
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

    @Test
    void theLibraryNeitherPrintsNorExitsNorReadsEnvironmentOrClock() {
        List<String> forbidden = List.of(
                "java.lang.System.out",
                "java.lang.System.err",
                "java.lang.System.exit",
                "java.lang.System.getenv",
                "java.lang.System.getProperty",
                "java.lang.System.currentTimeMillis",
                "java.lang.System.nanoTime",
                "java.lang.Runtime.exit",
                "java.lang.Runtime.halt",
                "java.lang.Throwable.printStackTrace",
                "java.time.Instant.now",
                "java.time.OffsetDateTime.now",
                "java.time.LocalDate.now",
                "java.time.Clock.systemUTC",
                "java.time.Clock.systemDefaultZone");
        assertThat(CLASSES.stream()
                        .flatMap(type -> type.getAccessesFromSelf().stream())
                        .map(access -> access.getTarget().getOwner().getName() + "."
                                + access.getTarget().getName())
                        .filter(forbidden::contains))
                .isEmpty();
    }

    private static String room(String packageName) {
        return packageName.equals("org.phrkit") ? "" : packageName.substring("org.phrkit.".length());
    }

    private static String describe(Dependency arrow) {
        return arrow.getOriginClass().getName() + " -> "
                + arrow.getTargetClass().getName();
    }
}

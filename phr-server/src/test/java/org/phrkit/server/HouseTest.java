package org.phrkit.server;

import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;

/** The rooms of the store and the arrows allowed between them. */
class HouseTest {
    private static final String ROOT = "org.phrkit.server";

    private static final Map<String, List<String>> MAY_IMPORT = Map.of(
            "problem", List.of(),
            "storage", List.of("problem"),
            "log", List.of("storage", "problem"),
            "accounts", List.of("log", "storage", "problem"),
            "reports", List.of("accounts", "log", "storage", "problem"),
            "grants", List.of("reports", "accounts", "log", "storage", "problem"),
            "web", List.of(),
            "http", List.of("web", "grants", "reports", "accounts", "log", "storage", "problem"),
            "", List.of("http", "web", "grants", "reports", "accounts", "log", "storage", "problem"));

    private static final JavaClasses CLASSES = new ClassFileImporter()
            .withImportOption(new ImportOption.DoNotIncludeTests())
            .importPackages(ROOT);

    @Test
    void arrowsBetweenRoomsAreAllowed() {
        Set<String> forbidden = new TreeSet<>();
        Set<String> seen = new TreeSet<>();
        CLASSES.forEach(type -> seen.add(room(type)));
        CLASSES.stream()
                .flatMap(type -> type.getDirectDependenciesFromSelf().stream())
                .filter(arrow -> arrow.getTargetClass().getPackageName().startsWith(ROOT))
                .forEach(arrow -> {
                    String from = room(arrow.getOriginClass());
                    String to = room(arrow.getTargetClass());
                    if (!from.equals(to)
                            && !MAY_IMPORT.getOrDefault(from, List.of()).contains(to)) {
                        forbidden.add(arrow.getOriginClass().getName() + " -> "
                                + arrow.getTargetClass().getName());
                    }
                });
        assertThat(forbidden).isEmpty();
        assertThat(seen).isEqualTo(new TreeSet<>(MAY_IMPORT.keySet()));
    }

    /** Only one room knows of HTTP, and only one of the database. */
    @Test
    void partsStayInTheirRooms() {
        Set<String> forbidden = new TreeSet<>();
        CLASSES.stream()
                .flatMap(type -> type.getDirectDependenciesFromSelf().stream())
                .forEach(arrow -> {
                    String from = room(arrow.getOriginClass());
                    String target = arrow.getTargetClass().getName();
                    boolean isHttp = target.startsWith("org.eclipse.jetty") && !from.equals("http");
                    boolean isDriver = (target.startsWith("java.sql")
                                    || target.startsWith("org.sqlite")
                                    || target.startsWith("org.flywaydb")
                                    || target.startsWith("com.zaxxer"))
                            && !from.equals("storage")
                            && !target.equals("java.sql.ResultSet")
                            && !target.equals("java.sql.SQLException");
                    if (isHttp || isDriver) {
                        forbidden.add(arrow.getOriginClass().getName() + " -> " + target);
                    }
                });
        assertThat(forbidden).isEmpty();
    }

    private static String room(JavaClass type) {
        String name = type.getPackageName();
        return name.equals(ROOT) ? "" : name.substring(ROOT.length() + 1);
    }
}

package org.phrkit.cli;

import static org.assertj.core.api.Assertions.assertThat;

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

/** The rooms of the command and the arrows allowed between them, as CONTRIBUTING.md has them. */
class HouseTest {
    private static final String ROOT = "org.phrkit.cli";

    private record Room(String name, Set<String> mayImport) {}

    /** Lower rooms first. The last one is the package of the command itself, which no room may import. */
    private static final List<Room> ROOMS = List.of(
            new Room("shell", Set.of()),
            new Room("html", Set.of()),
            new Room("files", Set.of("shell")),
            new Room("keys", Set.of("files", "shell")),
            new Room("table", Set.of("files", "shell")),
            new Room("exchange", Set.of("keys", "files", "shell")),
            new Room("aggregate", Set.of("keys", "table", "files", "shell")),
            new Room("verify", Set.of("keys", "table", "files", "shell", "html")),
            new Room("", Set.of("exchange", "aggregate", "verify", "keys", "table", "files", "shell")));

    private static final JavaClasses CLASSES = new ClassFileImporter()
            .withImportOption(new ImportOption.DoNotIncludeTests())
            .importPackages(ROOT);

    @Test
    void arrowsBetweenRoomsAreAllowed() {
        Map<String, Set<String>> mayImport = ROOMS.stream().collect(Collectors.toMap(Room::name, Room::mayImport));
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
                            && !mayImport.getOrDefault(from, Set.of()).contains(to)) {
                        forbidden.add(arrow.getOriginClass().getName() + " -> "
                                + arrow.getTargetClass().getName());
                    }
                });
        assertThat(forbidden).isEmpty();
        assertThat(seen).isEqualTo(new TreeSet<>(mayImport.keySet()));
    }

    /** So that the table above, whatever is added to it, allows no circle. */
    @Test
    void aRoomImportsOnlyWhatStandsBelow() {
        Set<String> below = new TreeSet<>();
        for (Room room : ROOMS) {
            assertThat(below).as("below \"%s\"", room.name()).containsAll(room.mayImport());
            below.add(room.name());
        }
    }

    private static String room(JavaClass type) {
        return type.getPackageName().equals(ROOT) ? "" : type.getPackageName().substring(ROOT.length() + 1);
    }
}

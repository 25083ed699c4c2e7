package org.phrkit.cli;

import static org.assertj.core.api.Assertions.assertThat;

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
            new Room("store", Set.of("exchange", "keys", "files", "shell")),
            new Room("aggregate", Set.of("keys", "table", "files", "shell")),
            new Room("verify", Set.of("keys", "table", "files", "shell", "html")),
            new Room("", Set.of("store", "exchange", "aggregate", "verify", "keys", "table", "files", "shell")));

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
                .filter(arrow -> (arrow.getTargetClass().getPackageName() + ".").startsWith(ROOT + "."))
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

    private static String room(JavaClass type) {
        return type.getPackageName().equals(ROOT) ? "" : type.getPackageName().substring(ROOT.length() + 1);
    }
}

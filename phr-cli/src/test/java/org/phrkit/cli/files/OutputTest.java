package org.phrkit.cli.files;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.phrkit.cli.files.Output.Privacy;
import org.phrkit.cli.files.Output.Replacing;
import org.phrkit.cli.shell.ExitCode;
import org.phrkit.cli.shell.Failure;

class OutputTest {
    @TempDir
    private Path folder;

    private Output open(String name, Replacing replacing) throws IOException {
        return Output.open(folder.resolve(name).toString(), Privacy.SHARED, replacing);
    }

    private static void write(Output out, String text) throws IOException {
        out.stream().write(text.getBytes(UTF_8));
    }

    private List<String> names() throws IOException {
        try (Stream<Path> files = Files.list(folder)) {
            return files.map(file -> String.valueOf(file.getFileName()))
                    .sorted()
                    .toList();
        }
    }

    private static void assertRefused(Path file, Replacing replacing, int exitCode, String problem, String hint) {
        assertThatThrownBy(() -> Output.open(file.toString(), Privacy.SHARED, replacing))
                .isInstanceOfSatisfying(Failure.class, failure -> {
                    assertThat(failure.exitCode()).isEqualTo(exitCode);
                    assertThat(failure).hasMessage(file + problem);
                    assertThat(failure.hint()).isEqualTo(hint);
                });
    }

    @Test
    void appearsUnderItsNameWhenItIsComplete() throws IOException {
        try (Output out = open("out", Replacing.NEVER)) {
            write(out, "half");
            assertThat(folder.resolve("out")).doesNotExist();
            assertThat(names()).singleElement().asString().matches("\\.phr-[0-9a-f]+\\.part");
            write(out, " and half");
            out.commit();
        }
        assertThat(folder.resolve("out")).hasContent("half and half");
        assertThat(names()).containsExactly("out");
    }

    @Test
    void leavesNothingWhereItIsNotCommitted() throws IOException {
        try (Output out = open("out", Replacing.NEVER)) {
            write(out, "half");
        }
        assertThat(names()).isEmpty();
    }

    @Test
    void refusesAFileThatExists() throws IOException {
        Path file = Files.writeString(folder.resolve("out"), "old");
        assertRefused(file, Replacing.NEVER, ExitCode.COULD_NOT, ": already exists", "it is never replaced");
        assertRefused(
                file, Replacing.NOT_UNLESS_FORCED, ExitCode.COULD_NOT, ": already exists", "use -f to replace it");
        assertThat(file).hasContent("old");
        assertThat(names()).containsExactly("out");
    }

    @Test
    void replacesItWhereForcedAndNotBeforeTheEnd() throws IOException {
        Path file = Files.writeString(folder.resolve("out"), "old");
        try (Output out = open("out", Replacing.FORCED)) {
            write(out, "half");
        }
        assertThat(file).hasContent("old");
        try (Output out = open("out", Replacing.FORCED)) {
            write(out, "new");
            assertThat(file).hasContent("old");
            out.commit();
        }
        assertThat(file).hasContent("new");
        assertThat(names()).containsExactly("out");
    }

    @Test
    void doesNotReplaceAFileThatHasComeInTheMeantime() throws IOException {
        Path file = folder.resolve("out");
        try (Output out = open("out", Replacing.NOT_UNLESS_FORCED)) {
            write(out, "new");
            Files.writeString(file, "of somebody else");
            assertThatThrownBy(out::commit).isInstanceOf(Failure.class).hasMessage(file + ": already exists");
        }
        assertThat(file).hasContent("of somebody else");
        assertThat(names()).containsExactly("out");
    }

    @Test
    void refusesWhatIsReadByWhateverName() throws IOException {
        Path file = Files.writeString(folder.resolve("in"), "text");
        Path link = Files.createSymbolicLink(folder.resolve("link"), file);
        new Input(file.toString()).open().close();
        for (Path name : List.of(file, link, folder.resolve(".").resolve("in"))) {
            assertRefused(name, Replacing.FORCED, ExitCode.USAGE, ": input and output are the same file", "");
        }
        assertThat(file).hasContent("text");
    }

    @Test
    void privateIsForTheOwnerAlone() throws IOException {
        Path file = folder.resolve("key");
        try (Output out = Output.open(file.toString(), Privacy.PRIVATE, Replacing.NEVER)) {
            Path partial = folder.resolve(names().get(0));
            assertThat(Files.getPosixFilePermissions(partial)).isEqualTo(PosixFilePermissions.fromString("rw-------"));
            out.commit();
        }
        assertThat(Files.getPosixFilePermissions(file)).isEqualTo(PosixFilePermissions.fromString("rw-------"));
    }

    @Test
    void replacingAFileThatOthersReadMakesItPrivate() throws IOException {
        Path file = Files.writeString(folder.resolve("key"), "old");
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-r--r--"));
        try (Output out = Output.open(file.toString(), Privacy.PRIVATE, Replacing.FORCED)) {
            out.commit();
        }
        assertThat(Files.getPosixFilePermissions(file)).isEqualTo(PosixFilePermissions.fromString("rw-------"));
    }

    @Test
    void goesWhereALinkPoints() throws IOException {
        Path file = Files.writeString(folder.resolve("file"), "old");
        Path link = Files.createSymbolicLink(folder.resolve("link"), file);
        try (Output out = open("link", Replacing.FORCED)) {
            write(out, "new");
            out.commit();
        }
        assertThat(link).isSymbolicLink();
        assertThat(file).hasContent("new");
    }

    @Test
    void refusesPlacesWhereNoFileCanBe() throws IOException {
        Path dangling = Files.createSymbolicLink(folder.resolve("dangling"), folder.resolve("nowhere"));
        assertRefused(folder, Replacing.FORCED, ExitCode.COULD_NOT, ": is a folder", "");
        assertRefused(
                folder.resolve("no").resolve("out"),
                Replacing.FORCED,
                ExitCode.COULD_NOT,
                ": its folder does not exist",
                "");
        assertRefused(dangling, Replacing.FORCED, ExitCode.COULD_NOT, ": is a link to a file that does not exist", "");
        assertThatThrownBy(() -> Output.open("", Privacy.SHARED, Replacing.FORCED))
                .hasMessage("the name of the output is empty");
    }
}

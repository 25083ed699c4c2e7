package org.phrkit.spark;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Stream;
import org.assertj.core.data.Offset;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.phrkit.cli.aggregate.Aggregate;
import org.phrkit.cli.verify.VerifyRelease;
import picocli.CommandLine;
import tools.jackson.databind.json.JsonMapper;

/** All figures are those of phr verify release, to the ninth decimal. */
class VerifyCommandTest {
    /** What is looked at on one machine alone, and what a line is called. */
    private static final List<String> LEFT_OUT = List.of(
            "nearlyEqualClasses",
            "warnings",
            "firstLineBelowK",
            "informationLoss",
            "leastInformationLoss",
            "joining",
            "journalistHighest",
            "marketer",
            "attributeDisclosure",
            "rowsPaired",
            "orderKept",
            "linkage",
            "linkageOwnClass",
            "intervalsByDeviation",
            "intervalsByRank",
            "intervals",
            "pmse",
            "pmseSecondOrder",
            "pmseSecondOrderRatio");

    @TempDir
    private Path folder;

    @Test
    void releaseAndOriginal() throws Exception {
        Path original = shared("visits.csv");
        Path release = folder.resolve("release.csv");
        assertThat(new CommandLine(new Aggregate())
                        .execute(
                                "-k",
                                "4",
                                "--quasi",
                                "age:integer,sex:category,bmi,visited:date",
                                "--sensitive",
                                "diagnosis,hba1c:number,income:integer",
                                "--identifier",
                                "patient",
                                "--rows-are-persons",
                                "--missing",
                                "drop",
                                "--order",
                                "sorted",
                                original.toString(),
                                "-o",
                                release.toString()))
                .isZero();
        List<String> options = List.of(
                "-k",
                "4",
                "--quasi",
                "age:integer,sex:category,bmi,visited:date",
                "--sensitive",
                "diagnosis,hba1c:number,income:integer",
                "-l",
                "2",
                "--diversity",
                "recursive:3",
                "-t",
                "0.7");
        assertSame(release, options, List.of("--original", original.toString()));
    }

    @Test
    void persons() throws Exception {
        List<String> options = new ArrayList<>(List.of(
                "-k",
                "2",
                "--quasi",
                "age,sex:category",
                "--sensitive",
                "diagnosis,hba1c:number",
                "--pseudonym",
                "patient",
                "--person",
                "patient",
                "-l",
                "2",
                "-t",
                "0.9"));
        assertSame(shared("visits.csv"), options, List.of());
    }

    @Test
    void missingCells() throws Exception {
        List<String> options = List.of(
                "-k",
                "2",
                "--quasi",
                "age:integer,creatinine",
                "--sensitive",
                "chapter,kappa:number",
                "-l",
                "2",
                "--diversity",
                "entropy",
                "-t",
                "1");
        assertSame(
                shared("flchain.csv"),
                options,
                List.of("--original", shared("flchain.csv").toString()));
    }

    @Test
    void withoutRoles() throws Exception {
        assertSame(shared("census.csv"), List.of("-k", "2"), List.of());
    }

    @Test
    void rowsWithoutQuasi() throws Exception {
        Path file = folder.resolve("few.csv");
        Files.write(file, List.of("a,b,c", ",NA,1", "1,2,3", "NA,,1", "1,2,4", "1,2,5", "NA,NA,7"));
        assertSame(file, List.of("-k", "2", "--quasi", "a,b", "--sensitive", "c", "-l", "2"), List.of());
    }

    @Test
    void personsWithoutQuasi() throws Exception {
        Path file = folder.resolve("few.csv");
        Files.write(file, List.of("p,a,b", "x,,NA", "y,,NA", "x,1,2", "y,1,2", "z,1,3", "v,1,3", "z,1,2"));
        assertSame(file, List.of("-k", "2", "--quasi", "a,b", "--pseudonym", "p", "--person", "p"), List.of());
    }

    @Test
    void notWhole() throws Exception {
        Path parts = split(shared("census.csv"), 2);
        AggregateCommandTest.Said said = AggregateCommandTest.run(List.of("verify", "-k", "2", parts.toString()));
        assertThat(said.err())
                .isEqualTo("phr: error: " + parts
                        + ": has parts of a release and no file _SUCCESS, without which it is not whole\n");
        assertThat(said.status()).isEqualTo(5);
    }

    @Test
    void rowsBelowK() throws Exception {
        Path parts = whole(split(shared("census.csv"), 2));
        AggregateCommandTest.Said said = AggregateCommandTest.run(List.of("verify", "-k", "2", parts.toString()));
        assertThat(said.out()).isEqualTo("""
                        no: the table is not 2-anonymous in rows
                        rows              1080
                        classes           1080
                        smallest class    1
                        rows below k      1080, the first is %s/part-0.csv:2
                        """.formatted(parts));
        assertThat(said.status()).isEqualTo(3);
    }

    private static Path shared(String name) {
        Path file = TestSpark.shared(name);
        Assumptions.assumeTrue(Files.exists(file), "skipped: there is no " + file);
        return file;
    }

    /** What one machine says of a file is what a cluster says of its rows in three files. */
    private void assertSame(Path file, List<String> options, List<String> more) throws Exception {
        List<String> one = new ArrayList<>(options);
        one.addAll(more);
        one.addAll(List.of("--json", file.toString()));
        AggregateCommandTest.Said ofOne = AggregateCommandTest.said(
                () -> new CommandLine(new VerifyRelease()).execute(one.toArray(String[]::new)));
        List<String> cluster = new ArrayList<>(List.of("verify"));
        cluster.addAll(options);
        cluster.addAll(more);
        cluster.addAll(List.of("--json", whole(split(file, 3)).toString()));
        AggregateCommandTest.Said ofCluster = AggregateCommandTest.run(cluster);
        assertThat(ofCluster.err()).isEmpty();
        Map<?, ?> expected = new JsonMapper().readValue(ofOne.out(), Map.class);
        Map<?, ?> found = new JsonMapper().readValue(ofCluster.out(), Map.class);
        assertSame(found, expected, "");
        assertThat(ofCluster.status()).isEqualTo(ofOne.status());
    }

    private static void assertSame(@Nullable Object found, @Nullable Object expected, String place) {
        if (expected instanceof Map<?, ?> members) {
            assertThat(found).as(place).isInstanceOf(Map.class);
            Map<?, ?> others = (Map<?, ?>) Objects.requireNonNull(found);
            members.forEach((name, member) -> {
                if (!LEFT_OUT.contains(name)) {
                    assertThat(others.containsKey(name)).as(place + "/" + name).isTrue();
                    assertSame(others.get(name), member, place + "/" + name);
                }
            });
        } else if (expected instanceof List<?> list) {
            assertThat(found).as(place).isInstanceOf(List.class);
            List<?> others = (List<?>) Objects.requireNonNull(found);
            assertThat(others).as(place).hasSameSizeAs(list);
            for (int i = 0; i < list.size(); i++) {
                assertSame(others.get(i), list.get(i), place + "/" + i);
            }
        } else if (expected instanceof Double number) {
            assertThat(found).as(place).isInstanceOf(Number.class);
            assertThat(((Number) Objects.requireNonNull(found)).doubleValue())
                    .as(place)
                    .isCloseTo(number, Offset.offset(1e-9 * Math.max(1, Math.abs(number))));
        } else {
            assertThat(found).as(place).isEqualTo(expected);
        }
    }

    private Path whole(Path parts) throws IOException {
        Files.createFile(parts.resolve("_SUCCESS"));
        return parts;
    }

    private Path split(Path file, int parts) throws IOException {
        List<String> lines = Files.readAllLines(file);
        Path split = Files.createTempDirectory(folder, "parts");
        int rows = lines.size() - 1;
        for (int part = 0; part < parts; part++) {
            Files.write(
                    split.resolve("part-" + part + ".csv"),
                    Stream.concat(
                                    lines.stream().limit(1),
                                    lines.subList(1 + rows * part / parts, 1 + rows * (part + 1) / parts).stream())
                            .toList());
        }
        return split;
    }
}

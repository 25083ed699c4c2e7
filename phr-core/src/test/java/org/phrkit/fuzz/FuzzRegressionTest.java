package org.phrkit.fuzz;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** The corpus of each target, kept in src/test/fuzz: what fuzzing starts from, and what it once found. */
class FuzzRegressionTest {
    private static final Path CORPUS = Path.of("src/test/fuzz");

    static Stream<Arguments> targets() {
        return Stream.of(
                target("HeaderFuzz", HeaderFuzz::fuzzerTestOneInput),
                target("AgePluginFuzz", AgePluginFuzz::fuzzerTestOneInput),
                target("ArmorFuzz", ArmorFuzz::fuzzerTestOneInput),
                target("StreamFuzz", StreamFuzz::fuzzerTestOneInput),
                target("KeyFileFuzz", KeyFileFuzz::fuzzerTestOneInput),
                target("Bech32Fuzz", Bech32Fuzz::fuzzerTestOneInput),
                target("ShareFuzz", ShareFuzz::fuzzerTestOneInput),
                target("ManifestFuzz", ManifestFuzz::fuzzerTestOneInput),
                target("ReportManifestFuzz", ReportManifestFuzz::fuzzerTestOneInput),
                target("GrantFuzz", GrantFuzz::fuzzerTestOneInput),
                target("TableFuzz", TableFuzz::fuzzerTestOneInput),
                target("Rc4Fuzz", Rc4Fuzz::fuzzerTestOneInput),
                target("RequestSignatureFuzz", RequestSignatureFuzz::fuzzerTestOneInput),
                target("StoreStatementFuzz", StoreStatementFuzz::fuzzerTestOneInput),
                target("TransparencyFuzz", TransparencyFuzz::fuzzerTestOneInput),
                target("Utf8Fuzz", Utf8Fuzz::fuzzerTestOneInput));
    }

    private static Arguments target(String name, Consumer<byte[]> target) {
        return Arguments.of(name, target);
    }

    @ParameterizedTest
    @MethodSource("targets")
    void holdsOnItsCorpus(String name, Consumer<byte[]> target) throws IOException {
        List<Path> seeds = new ArrayList<>();
        try (Stream<Path> files = Files.list(CORPUS.resolve(name))) {
            files.forEach(seeds::add);
        }
        assertThat(seeds).isNotEmpty();
        for (Path seed : seeds) {
            byte[] bytes = Files.readAllBytes(seed);
            target.accept(bytes);
            // And on what is almost that.
            for (int at = 0; at < Math.min(bytes.length, 300); at++) {
                byte[] changed = bytes.clone();
                changed[at] ^= (byte) (1 << at % 8);
                target.accept(changed);
                target.accept(java.util.Arrays.copyOf(bytes, at));
            }
        }
    }

    @Test
    void everyTargetHasACorpus() throws IOException {
        try (Stream<Path> folders = Files.list(CORPUS)) {
            assertThat(folders.map(folder -> folder.getFileName().toString()))
                    .containsExactlyInAnyOrderElementsOf(
                            targets().map(target -> (String) target.get()[0]).toList());
        }
    }
}

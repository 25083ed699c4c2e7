package org.phrkit.spark;

import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;

/** Spark stays in this module, and of the command it takes options, files and messages alone. */
class HouseTest {
    private static final Set<String> ROOMS_OF_THE_COMMAND = Set.of(
            "org.phrkit.cli.aggregate",
            "org.phrkit.cli.verify",
            "org.phrkit.cli.table",
            "org.phrkit.cli.files",
            "org.phrkit.cli.html",
            "org.phrkit.cli.shell");

    @Test
    void arrowsAreAllowed() {
        JavaClasses classes = new ClassFileImporter()
                .withImportOption(new ImportOption.DoNotIncludeTests())
                .importPackages("org.phrkit");
        Set<String> forbidden = new TreeSet<>();
        classes.stream()
                .flatMap(type -> type.getDirectDependenciesFromSelf().stream())
                .forEach(arrow -> {
                    String from = arrow.getOriginClass().getPackageName();
                    String to = arrow.getTargetClass().getPackageName();
                    boolean isHere = from.startsWith("org.phrkit.spark");
                    boolean isOfCluster = to.startsWith("org.apache.spark")
                            || to.startsWith("org.apache.hadoop")
                            || to.startsWith("scala")
                            || to.startsWith("org.phrkit.spark");
                    boolean isOfCommand = to.startsWith("org.phrkit.cli") && !ROOMS_OF_THE_COMMAND.contains(to);
                    if ((!isHere && isOfCluster) || (isHere && isOfCommand)) {
                        forbidden.add(arrow.getOriginClass().getName() + " -> "
                                + arrow.getTargetClass().getName());
                    }
                });
        assertThat(classes.contain("org.phrkit.spark.PhrSpark")).isTrue();
        assertThat(classes.contain("org.phrkit.cli.Phr")).isTrue();
        assertThat(forbidden).isEmpty();
    }
}

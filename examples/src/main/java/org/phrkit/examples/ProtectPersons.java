package org.phrkit.examples;

import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import org.phrkit.microaggregation.Anonymisation;
import org.phrkit.microaggregation.PersonProtection;
import org.phrkit.microaggregation.PersonProtection.Knowledge;
import org.phrkit.microaggregation.Release;
import org.phrkit.privacy.EquivalenceClasses;
import org.phrkit.privacy.PersonAnonymity;
import org.phrkit.table.Csv;
import org.phrkit.table.Persons;
import org.phrkit.table.Schema;
import org.phrkit.table.Table;

/** Releases a table of visits so that k counts patients, where a patient may have several visits. */
public final class ProtectPersons {
    private static final int K = 3;

    private ProtectPersons() {}

    /** Takes the table of visits, its columns file, and where to put the release. */
    public static void main(String[] args) throws Exception {
        Schema schema = Schema.read(Files.newInputStream(Path.of(args[1])));
        Table visits = Csv.read(Files.newInputStream(Path.of(args[0])), schema::bind);

        // As if each visit were another patient: her own visits are most alike, and become one group.
        Release byVisits = new Anonymisation(K).ofRowsThatArePersons().of(visits);
        Persons patients = Persons.of(visits, schema.person().orElseThrow());
        System.out.println("k of visits protects " + protectedPatients(byVisits, patients));

        PersonProtection protection = new PersonProtection(schema.person().orElseThrow(), Knowledge.ONE_ROW);
        Release byPatients = new Anonymisation(K).with(protection).of(visits);
        System.out.println("k of patients protects "
                + protectedPatients(byPatients, byPatients.persons().orElseThrow()));
        try (OutputStream out = Files.newOutputStream(Path.of(args[2]))) {
            Csv.write(byPatients.table(), out);
        }
    }

    private static int protectedPatients(Release release, Persons patients) {
        return PersonAnonymity.of(EquivalenceClasses.of(release.table()), patients)
                .smallest();
    }
}

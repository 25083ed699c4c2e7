package org.phrkit.spark;

import java.io.Serializable;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import org.jspecify.annotations.Nullable;
import org.phrkit.microaggregation.Anonymisation;
import org.phrkit.microaggregation.Grouping;
import org.phrkit.microaggregation.Guarantees;
import org.phrkit.microaggregation.PersonProtection;

/** An {@link Anonymisation} on its way to a task. */
record AnonymisationForm(
        int k,
        Grouping grouping,
        Anonymisation.Incomplete incomplete,
        Guarantees guarantees,
        List<String> missingValues,
        @Nullable OfCollectors collectors,
        @Nullable OfPersons persons,
        boolean areRowsPersons,
        List<String> within,
        boolean dropsSmall,
        double suppressedPercent)
        implements Serializable {
    private static final long serialVersionUID = 1L;

    private record OfCollectors(String column, int k1) implements Serializable {
        private static final long serialVersionUID = 1L;
    }

    /**
     * Whom rows are about.
     *
     * @param mostRows null where all stay
     * @param partRows of each part, with the names of parts; 0 where there are none
     */
    private record OfPersons(
            String column,
            PersonProtection.Knowledge against,
            @Nullable Integer mostRows,
            int partRows,
            PersonProtection.@Nullable PartNames names)
            implements Serializable {
        private static final long serialVersionUID = 1L;

        static OfPersons of(PersonProtection persons) {
            return new OfPersons(
                    persons.column(),
                    persons.against(),
                    persons.maxRows().isPresent() ? persons.maxRows().getAsInt() : null,
                    persons.parts().map(PersonProtection.Parts::maxRows).orElse(0),
                    persons.parts().map(PersonProtection.Parts::names).orElse(null));
        }

        PersonProtection made() {
            return new PersonProtection(
                    column,
                    against,
                    mostRows == null ? OptionalInt.empty() : OptionalInt.of(mostRows),
                    Optional.ofNullable(names).map(named -> new PersonProtection.Parts(partRows, named)));
        }
    }

    static AnonymisationForm of(Anonymisation choices) {
        return new AnonymisationForm(
                choices.k(),
                choices.grouping(),
                choices.incomplete(),
                choices.guarantees(),
                choices.missingValues(),
                choices.collectors()
                        .map(by -> new OfCollectors(by.column(), by.k1()))
                        .orElse(null),
                choices.persons().map(OfPersons::of).orElse(null),
                choices.areRowsPersons(),
                choices.within().columns(),
                choices.within().dropsSmall(),
                choices.suppression().percent());
    }

    /** The same, whose rows keep their order. */
    Anonymisation made() {
        return new Anonymisation(
                k,
                grouping,
                incomplete,
                guarantees,
                missingValues,
                Optional.ofNullable(collectors).map(by -> new Anonymisation.Collectors(by.column, by.k1)),
                Optional.ofNullable(persons).map(OfPersons::made),
                areRowsPersons,
                Anonymisation.Order.KEPT,
                new Anonymisation.Within(within, dropsSmall),
                new Anonymisation.Suppression(suppressedPercent));
    }
}

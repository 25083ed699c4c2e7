package org.phrkit.cli.aggregate;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.OptionalInt;
import org.phrkit.cli.table.PersonOptions;

/** The parameters that the manifest of every release of records holds. */
public record ReleaseParameters(
        GroupingOptions grouping,
        PersonOptions persons,
        PersonLimitOptions limits,
        GuaranteeOptions guarantees,
        StrataOptions strata) {
    /**
     * The parameters by name.
     *
     * @param blocks how many rows a block has at most, where there are blocks
     * @param arePersonsProtected whether k counts persons who may have several rows
     */
    public Map<String, Object> of(int k, OptionalInt blocks, boolean arePersonsProtected) {
        Map<String, Object> parameters = new LinkedHashMap<>(grouping.parameters(k));
        blocks.ifPresent(rows -> parameters.put("blocks", rows));
        parameters.put("k", k);
        if (arePersonsProtected || persons.areRows()) {
            parameters.put("unit", persons.areRows() ? "rows" : "persons");
        }
        if (persons.isLinked()) {
            parameters.put("linked", true);
        }
        parameters.putAll(limits.parameters());
        parameters.putAll(guarantees.parameters());
        parameters.putAll(strata.parameters());
        return parameters;
    }
}

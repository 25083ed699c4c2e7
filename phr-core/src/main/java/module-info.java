import org.jspecify.annotations.NullMarked;

/** Secure exchange of personal health records and anonymised release of health tables. */
@NullMarked
module org.phrkit.core {
    requires static transitive org.jspecify;
    requires org.apache.commons.compress;
    requires org.bouncycastle.provider;
    requires tools.jackson.core;
    requires tools.jackson.databind;
    requires tools.jackson.dataformat.csv;

    exports org.phrkit.age;
    exports org.phrkit.legacy;
    exports org.phrkit.pseudonym;
    exports org.phrkit.table;
    exports org.phrkit.report;
    exports org.phrkit.sign;
    exports org.phrkit.split;
    exports org.phrkit.microaggregation;
    exports org.phrkit.privacy;
    exports org.phrkit.verify;
}

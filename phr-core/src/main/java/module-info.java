import org.jspecify.annotations.NullMarked;

/** Secure exchange of personal health records and anonymised release of health tables. */
@NullMarked
// commons-math3 declares no module name: Java derives it from the name of its file. The modules that talk to a store
// are
// built after this one.
@SuppressWarnings({"requires-automatic", "module"})
module org.phrkit.core {
    requires static transitive org.jspecify;
    requires commons.math3;
    requires org.apache.commons.compress;
    requires org.bouncycastle.provider;
    requires org.dhatim.fastexcel.reader;
    requires tools.jackson.core;
    requires tools.jackson.databind;
    requires tools.jackson.dataformat.csv;

    exports org.phrkit.age;
    exports org.phrkit.input;
    exports org.phrkit.mediation;
    exports org.phrkit.rc4;
    exports org.phrkit.pseudonym;
    exports org.phrkit.table;
    exports org.phrkit.report;
    exports org.phrkit.sign;
    exports org.phrkit.split;
    exports org.phrkit.store;
    exports org.phrkit.text;
    exports org.phrkit.transparency;
    exports org.phrkit.json to
            org.phrkit.client,
            org.phrkit.server;
    exports org.phrkit.microaggregation;
    exports org.phrkit.neighbours;
    exports org.phrkit.privacy;
    exports org.phrkit.verify;
}

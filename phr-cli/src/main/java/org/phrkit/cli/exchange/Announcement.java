package org.phrkit.cli.exchange;

import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import org.phrkit.report.GrantStatement;
import org.phrkit.report.ReportManifest;
import org.phrkit.report.ReportReader;
import org.phrkit.report.SignedGrant;
import org.phrkit.sign.VerificationKey;

/** The announcement of an opened report: who signed it and who granted it, by name if there is a contact. */
public final class Announcement {
    private final Function<VerificationKey, Optional<String>> names;
    private final Optional<VerificationKey> asked;

    /**
     * @param names the names of contacts
     * @param asked whose signature was required
     */
    public Announcement(Function<VerificationKey, Optional<String>> names, Optional<VerificationKey> asked) {
        this.names = names;
        this.asked = asked;
    }

    /** The name of the contact who signs with this key, if there is one. */
    Optional<String> nameOf(VerificationKey key) {
        return names.apply(key);
    }

    /** Whether the signature of this key was required. */
    boolean isAskedFor(VerificationKey key) {
        return asked.filter(key::equals).isPresent();
    }

    /**
     * The announcement as lines.
     *
     * @param place which report it is; nothing where there is one
     */
    public List<String> of(ReportReader report, String place) {
        List<String> lines = new ArrayList<>();
        future(report.manifest()).ifPresent(text -> lines.add("warning: " + place + text));
        lines.add(line(place + "signed by ", report.manifest(), asked.isPresent()));
        for (ReportManifest before : report.earlier()) {
            lines.add(line(place + "passed on from a report signed by ", before, false));
        }
        List<SignedGrant> grants = report.grants().grants();
        for (int i = 0; i < grants.size(); i++) {
            GrantStatement grant = grants.get(i).statement();
            boolean isKnown = nameOf(grant.granter()).isPresent() || isAskedFor(grant.granter());
            lines.add((isKnown ? "" : "warning: ") + place + "granted by " + line(grant, i == grants.size() - 1));
        }
        return lines;
    }

    /**
     * The line that says who granted a report to whom, and for how long.
     *
     * @param isLast whether it is granted to the key that opened it
     */
    String line(GrantStatement grant, boolean isLast) {
        String key = grant.granter().toString();
        String granter =
                nameOf(grant.granter()).orElse(isAskedFor(grant.granter()) ? key : "an unknown key, " + key + ",");
        String reader = grant.reader()
                .signer()
                .map(signer -> nameOf(signer).orElse(signer.toString()))
                .orElse("a reader without a signing key");
        GrantStatement.Window window = grant.window();
        return granter + " to " + (isLast ? "this key" : reader) + ", from " + window.notBefore()
                + window.expires().map(end -> " until " + end).orElse(" on")
                + (grant.reader().mayGrant() ? ", to be passed on" : "");
    }

    /** A warning about a time in the future; an hour is tolerated, as a wrong time zone explains it. */
    static Optional<String> future(ReportManifest manifest) {
        return manifest.created().isAfter(Instant.now().plus(1, ChronoUnit.DAYS))
                ? Optional.of("the report says that it was made at " + manifest.created()
                        + ", more than a day from now: one of the two clocks is wrong, or the sender's was set")
                : Optional.empty();
    }

    private String line(String start, ReportManifest manifest, boolean isExpected) {
        Optional<String> name = nameOf(manifest.sender());
        int count = manifest.recipients().size();
        String what = ", made at " + manifest.created() + " for " + count + (count == 1 ? " recipient" : " recipients")
                + ", id " + manifest.id();
        return name.isPresent() || isExpected
                ? start + name.orElse(manifest.sender().toString()) + what
                : "warning: " + start + "an unknown key, " + manifest.sender() + what;
    }
}

package org.phrkit.report;

import java.io.IOException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.phrkit.age.KeyRecipient;
import org.phrkit.json.JsonObject;
import org.phrkit.json.MalformedJsonException;
import org.phrkit.sign.VerificationKey;

/**
 * The grants by which a report came to a reader whom its manifest does not name; the first of them is by its sender,
 * or by one of its readers who may grant it. Immutable.
 *
 * <p>Guarantee: of every chain that is, each statement is signed by the granter whom it names; each but the first by the
 * reader of the one before it, who may pass the report on; each for no longer than the one before it; all of them of one
 * report and one manifest; and there are at most {@value #LIMIT}. That much a store can check, which does not have the
 * manifest. The rest, the first granter and the last reader, {@link ReportReader} checks against the manifest.
 *
 * <pre>{@code
 * GrantStatement toColleague = chain.next(doctor.verificationKey(), colleague, untilJune, now, Optional.empty());
 * chain = chain.plus(SignedGrant.sign(toColleague, doctor));
 * }</pre>
 */
public final class GrantChain {
    /** The most grants in a row. */
    public static final int LIMIT = 4;

    /** The largest file of grants that is read, in characters. */
    public static final int LIMIT_LENGTH = 1 << 20;

    /** How a file of grants begins. */
    public static final String TYPE = "phr/grants/1";

    /** No grant: a reader of the manifest needs none. */
    public static final GrantChain NONE = new GrantChain(List.of());

    private final List<SignedGrant> grants;

    private GrantChain(List<SignedGrant> grants) {
        this.grants = grants;
    }

    /**
     * {@return the chain of these grants}
     *
     * @param grants the first granted first
     * @throws ReportException.NotGranted as {@link #plus}
     */
    public static GrantChain of(List<SignedGrant> grants) throws ReportException.NotGranted {
        GrantChain chain = NONE;
        for (SignedGrant grant : grants) {
            chain = chain.plus(grant);
        }
        return chain;
    }

    /**
     * {@return this chain and one more grant} Needs no manifest, so that a store can check what it is handed.
     *
     * @param grant the signed grant
     * @throws ReportException.NotGranted if the grant is of another report or manifest, does not name the one before it,
     *     is not by its reader, who may pass the report on, reaches beyond its window, or is one too many
     */
    public GrantChain plus(SignedGrant grant) throws ReportException.NotGranted {
        if (grants.size() == LIMIT) {
            throw new ReportException.NotGranted("a report is granted at most " + LIMIT + " times in a row");
        }
        int number = grants.size() + 1;
        GrantStatement statement = grant.statement();
        if (grants.isEmpty()) {
            if (statement.previousSha256().isPresent()) {
                throw new ReportException.NotGranted("grant 1 follows another, which is missing");
            }
        } else {
            requireAfter(last(), statement, number);
        }
        List<SignedGrant> longer = new ArrayList<>(grants);
        longer.add(grant);
        return new GrantChain(List.copyOf(longer));
    }

    private static void requireAfter(SignedGrant last, GrantStatement statement, int number)
            throws ReportException.NotGranted {
        GrantStatement before = last.statement();
        String grant = "grant " + number;
        require(statement.reportId().equals(before.reportId()), grant + " is of another report");
        require(statement.manifestSha256().equals(before.manifestSha256()), grant + " is of another manifest");
        require(
                statement.previousSha256().filter(last.sha256()::equals).isPresent(),
                grant + " does not follow the one before it");
        require(
                before.reader().signer().filter(statement.granter()::equals).isPresent(),
                grant + " is not by the reader of the one before it");
        require(before.reader().mayGrant(), grant + " is by a reader who may not pass the report on");
        require(statement.window().isWithin(before.window()), grant + " reaches beyond the time of the one before it");
    }

    private static void require(boolean holds, String problem) throws ReportException.NotGranted {
        if (!holds) {
            throw new ReportException.NotGranted(problem);
        }
    }

    /**
     * Checks that a report came to a reader through this chain.
     *
     * @param manifest the manifest of the report
     * @param manifestSha256 of the manifest as it was signed
     * @param opener the public key of the identity that opened the report
     * @param now between the beginning and the end of the last grant
     * @return the reader, as the last grant names him
     * @throws ReportException.NotGranted if there is no grant, the grants are of another report or manifest, the first is
     *     by nobody who may grant it, the last is for another recipient, or it is not the time
     */
    public Reader check(ReportManifest manifest, String manifestSha256, KeyRecipient opener, Instant now)
            throws ReportException.NotGranted {
        require(!grants.isEmpty(), "the report is not granted to the key that opened it");
        GrantStatement first = grants.get(0).statement();
        require(first.reportId().equals(manifest.id()), "the grants are of another report");
        require(first.manifestSha256().equals(manifestSha256), "the grants are of another manifest");
        require(
                manifest.mayGrant(first.granter()),
                "grant 1 is neither by the sender nor by a reader who may pass the report on");
        GrantStatement last = last().statement();
        require(
                last.reader().recipient().equals(opener),
                "the report is granted to someone else, and not to the key that opened it");
        // Each window lies in the one before it.
        last.window().requireNow(now);
        return last.reader();
    }

    /**
     * {@return a statement by which the last reader passes the report on, to be signed with his key}
     *
     * @param granter the public key of the granter
     * @param reader to whom the report is granted
     * @param window the time in which the grant holds
     * @param time when the grant is made
     * @param checkpoint the last checkpoint of a log that the granter saw
     * @throws IllegalStateException if there is no grant; the first names report and manifest
     */
    public GrantStatement next(
            VerificationKey granter,
            Reader reader,
            GrantStatement.Window window,
            Instant time,
            Optional<String> checkpoint) {
        GrantStatement before = last().statement();
        return new GrantStatement(
                before.reportId(),
                before.manifestSha256(),
                Optional.of(last().sha256()),
                reader,
                granter,
                window,
                time,
                checkpoint);
    }

    /** {@return the grants, the first granted first} */
    public List<SignedGrant> grants() {
        return grants;
    }

    private SignedGrant last() {
        if (grants.isEmpty()) {
            throw new IllegalStateException("there is no grant");
        }
        return grants.get(grants.size() - 1);
    }

    /** {@return the text of a file {@code NAME.age.grant}} */
    public String json() {
        List<Map<String, Object>> statements = new ArrayList<>();
        for (SignedGrant grant : grants) {
            Map<String, Object> statement = new LinkedHashMap<>();
            statement.put("statement", grant.text());
            statement.put("signature", grant.signature());
            statements.add(statement);
        }
        Map<String, Object> json = new LinkedHashMap<>();
        json.put("type", TYPE);
        json.put("statements", statements);
        return JsonObject.write(json);
    }

    /**
     * Reads a file of grants, and checks all that can be checked without the manifest.
     *
     * @param text the text to read
     * @return the grants
     * @throws ReportException.Malformed if it is not one
     * @throws ReportException.Altered if a signature does not match
     * @throws ReportException.NotGranted as {@link #plus}
     */
    public static GrantChain parse(String text) throws IOException, ReportException {
        if (text.length() > LIMIT_LENGTH) {
            throw new ReportException.Malformed("a file of grants has at most " + LIMIT_LENGTH + " characters");
        }
        GrantChain chain = NONE;
        try {
            JsonObject root = JsonObject.read(text, Set.of("type", "statements"), Set.of());
            if (!root.text("type").equals(TYPE)) {
                throw new ReportException.Malformed("the grants are of an unknown type");
            }
            for (JsonObject grant : root.objects("statements", Set.of("statement", "signature"), Set.of())) {
                chain = chain.plus(SignedGrant.read(grant.text("statement"), grant.text("signature")));
            }
        } catch (MalformedJsonException e) {
            throw new ReportException.Malformed("the grants: the text " + e.problem());
        }
        return chain;
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof GrantChain that && grants.equals(that.grants);
    }

    @Override
    public int hashCode() {
        return grants.hashCode();
    }

    /** Names the report and the granters. */
    @Override
    public String toString() {
        return "GrantChain" + grants;
    }
}

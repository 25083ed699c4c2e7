package org.phrkit.report;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import org.phrkit.sign.SigningKey;

/**
 * A grant statement whose signature was checked: the granter whom it names signed exactly this text. Whether he had
 * the right to is for {@link GrantChain}. Immutable.
 */
public final class SignedGrant {
    private final GrantStatement statement;
    private final SignedText signed;

    private SignedGrant(GrantStatement statement, SignedText signed) {
        this.statement = statement;
        this.signed = signed;
    }

    /**
     * Signs a statement.
     *
     * @param statement the statement to sign
     * @param granter signs the grant
     * @return the statement with its signature
     * @throws IllegalArgumentException if the key is not the granter's, or the statement would be longer than is read
     */
    public static SignedGrant sign(GrantStatement statement, SigningKey granter) {
        if (!granter.verificationKey().equals(statement.granter())) {
            throw new IllegalArgumentException("a grant is signed by its granter");
        }
        String text = statement.json();
        if (text.length() > GrantStatement.LIMIT_LENGTH) {
            throw new IllegalArgumentException(
                    "the grant would be longer than " + GrantStatement.LIMIT_LENGTH + " characters");
        }
        String comment = "phr grant of " + statement.reportId() + ", " + statement.time();
        try {
            InputStream bytes = new ByteArrayInputStream(text.getBytes(StandardCharsets.UTF_8));
            return new SignedGrant(
                    statement, new SignedText(text, granter.sign(bytes, comment).fileText()));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /**
     * Reads a statement and checks its signature.
     *
     * @param text as it was signed
     * @param signature of minisign, prehashed
     * @return the grant
     * @throws ReportException.Malformed if either is not of its form
     * @throws ReportException.Altered if the signature is not the granter's of this text
     */
    public static SignedGrant read(String text, String signature) throws IOException, ReportException {
        GrantStatement statement = GrantStatement.parse(text);
        SignedText signed = new SignedText(text, signature);
        signed.verify("the grant", statement.granter());
        return new SignedGrant(statement, signed);
    }

    /** {@return what was signed} */
    public GrantStatement statement() {
        return statement;
    }

    /** {@return the text that was signed, to the letter} */
    public String text() {
        return signed.text();
    }

    /** {@return the text of its signature file} */
    public String signature() {
        return signed.signature();
    }

    /** {@return SHA-256 of the text in hexadecimal, by which the statement after it names it} */
    public String sha256() {
        return signed.sha256();
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof SignedGrant that && signed.equals(that.signed);
    }

    @Override
    public int hashCode() {
        return signed.hashCode();
    }

    /** Names the report and the granter. */
    @Override
    public String toString() {
        return "SignedGrant[" + statement.reportId() + ", by "
                + statement.granter().keyId() + "]";
    }
}

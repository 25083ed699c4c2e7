package org.phrkit.sign;

import org.phrkit.input.BadInputException;

/**
 * Thrown when a signature is not accepted, or when a key or a signature cannot be read; the subtype says why. No
 * message holds a key or a passphrase.
 */
public abstract sealed class SignException extends BadInputException {
    private static final long serialVersionUID = 1L;

    private SignException(String message) {
        super(message);
    }

    /** The text is not a key or a signature in minisign's form. */
    public static final class Malformed extends SignException {
        private static final long serialVersionUID = 1L;

        Malformed(String message) {
            super(message);
        }
    }

    /** The signature is by another key than the one asked for. */
    public static final class OtherKey extends SignException {
        private static final long serialVersionUID = 1L;

        OtherKey() {
            super("the signature is by another key");
        }
    }

    /** The signature is not of these bytes. */
    public static final class BadSignature extends SignException {
        private static final long serialVersionUID = 1L;

        BadSignature() {
            super("the signature does not match: what was signed, or the signature, was altered");
        }
    }

    /** The trusted comment is not the one that was signed. */
    public static final class BadComment extends SignException {
        private static final long serialVersionUID = 1L;

        BadComment() {
            super("the trusted comment was altered");
        }
    }

    /** The passphrase does not open the secret key. */
    public static final class WrongPassphrase extends SignException {
        private static final long serialVersionUID = 1L;

        WrongPassphrase() {
            super("the passphrase is wrong, or the key file was altered");
        }
    }
}

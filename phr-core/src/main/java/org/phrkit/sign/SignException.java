package org.phrkit.sign;

import org.phrkit.input.BadInputException;

/** Why a signature is not accepted, or a key or signature not read. No message holds a key or a passphrase. */
public abstract sealed class SignException extends BadInputException {
    private static final long serialVersionUID = 1L;

    private SignException(String message) {
        super(message);
    }

    /** Bytes that are not a key or signature of minisign's form. */
    public static final class Malformed extends SignException {
        private static final long serialVersionUID = 1L;

        Malformed(String message) {
            super(message);
        }
    }

    /** A signature by another key than the one asked for. */
    public static final class OtherKey extends SignException {
        private static final long serialVersionUID = 1L;

        OtherKey() {
            super("the signature is by another key");
        }
    }

    /** A signature that is not of these bytes. */
    public static final class BadSignature extends SignException {
        private static final long serialVersionUID = 1L;

        BadSignature() {
            super("the signature does not match: what was signed, or the signature, was altered");
        }
    }

    /** A trusted comment that is not the one that was signed. */
    public static final class BadComment extends SignException {
        private static final long serialVersionUID = 1L;

        BadComment() {
            super("the trusted comment was altered");
        }
    }

    /** A passphrase that does not open a secret key. */
    public static final class WrongPassphrase extends SignException {
        private static final long serialVersionUID = 1L;

        WrongPassphrase() {
            super("the passphrase is wrong, or the key file was altered");
        }
    }
}

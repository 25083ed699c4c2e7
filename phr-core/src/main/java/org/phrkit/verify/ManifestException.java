package org.phrkit.verify;

/** Why a file is not the manifest of a release. The message never quotes what stands in it. */
public final class ManifestException extends Exception {
    private static final long serialVersionUID = 1L;

    ManifestException(String message) {
        super(message);
    }
}

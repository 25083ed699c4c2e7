package org.phrkit.client;

import java.net.Socket;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.security.cert.CertificateException;
import java.security.cert.X509Certificate;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.TrustManager;
import javax.net.ssl.X509ExtendedTrustManager;

/**
 * Accepts the certificates of some keys and of no other, whoever signed them and whatever name they are for; or, at first
 * contact, any, and remembers which it was.
 */
final class PinnedKeys extends X509ExtendedTrustManager {
    private final Optional<List<String>> hashes;
    private final AtomicReference<String> seen = new AtomicReference<>("");

    /** @param hashes SHA-256 of the keys, in hexadecimal; nothing to accept any */
    PinnedKeys(Optional<List<String>> hashes) {
        this.hashes = hashes;
    }

    /** The key that the other side proved to have. */
    String seen() {
        return seen.get();
    }

    SSLContext context() {
        try {
            SSLContext context = SSLContext.getInstance("TLSv1.3");
            context.init(null, new TrustManager[] {this}, null);
            return context;
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    private void check(X509Certificate... chain) throws CertificateException {
        try {
            byte[] hash = MessageDigest.getInstance("SHA-256")
                    .digest(chain[0].getPublicKey().getEncoded());
            String text = HexFormat.of().formatHex(hash);
            if (hashes.isPresent() && !hashes.get().contains(text)) {
                throw new UnknownKeyException();
            }
            seen.set(text);
        } catch (GeneralSecurityException e) {
            throw e instanceof CertificateException refused ? refused : new CertificateException(e);
        }
    }

    /** Thrown if the other side has another key than the store. */
    static final class UnknownKeyException extends CertificateException {
        private static final long serialVersionUID = 1L;

        UnknownKeyException() {
            super("the key is not one of the store");
        }
    }

    @Override
    public void checkServerTrusted(X509Certificate[] chain, String type) throws CertificateException {
        check(chain);
    }

    @Override
    public void checkServerTrusted(X509Certificate[] chain, String type, Socket socket) throws CertificateException {
        check(chain);
    }

    @Override
    public void checkServerTrusted(X509Certificate[] chain, String type, SSLEngine engine) throws CertificateException {
        check(chain);
    }

    @Override
    public void checkClientTrusted(X509Certificate[] chain, String type) throws CertificateException {
        throw new CertificateException("there are no certificates of clients");
    }

    @Override
    public void checkClientTrusted(X509Certificate[] chain, String type, Socket socket) throws CertificateException {
        throw new CertificateException("there are no certificates of clients");
    }

    @Override
    public void checkClientTrusted(X509Certificate[] chain, String type, SSLEngine engine) throws CertificateException {
        throw new CertificateException("there are no certificates of clients");
    }

    @Override
    public X509Certificate[] getAcceptedIssuers() {
        return new X509Certificate[0];
    }
}

package org.phrkit.server.http;

import java.io.IOException;
import java.io.Reader;
import java.io.StringWriter;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.KeyStore;
import java.security.PrivateKey;
import java.security.SecureRandom;
import java.security.cert.Certificate;
import java.security.spec.ECGenParameterSpec;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Date;
import java.util.List;
import org.bouncycastle.asn1.pkcs.PrivateKeyInfo;
import org.bouncycastle.asn1.x500.X500Name;
import org.bouncycastle.asn1.x509.Extension;
import org.bouncycastle.asn1.x509.GeneralName;
import org.bouncycastle.asn1.x509.GeneralNames;
import org.bouncycastle.cert.X509CertificateHolder;
import org.bouncycastle.cert.jcajce.JcaX509CertificateConverter;
import org.bouncycastle.cert.jcajce.JcaX509v3CertificateBuilder;
import org.bouncycastle.openssl.PEMKeyPair;
import org.bouncycastle.openssl.PEMParser;
import org.bouncycastle.openssl.jcajce.JcaPEMKeyConverter;
import org.bouncycastle.openssl.jcajce.JcaPEMWriter;
import org.bouncycastle.openssl.jcajce.JcaPKCS8Generator;
import org.bouncycastle.operator.OperatorException;
import org.bouncycastle.operator.jcajce.JcaContentSignerBuilder;
import org.phrkit.server.storage.Blobs;
import org.phrkit.server.storage.OwnFile;

/** Keys and certificates of TLS as PEM files: made here, or given. */
public final class TlsFiles {
    private static final long CERTIFICATE_DAYS = 3650;

    private TlsFiles() {}

    /** Makes a key, and a certificate that it signs for itself: clients know it by the key, not by who signed it. */
    public static void make(Path keyFile, Path certificateFile, String host, Instant now, SecureRandom random)
            throws IOException {
        KeyPair key;
        try {
            KeyPairGenerator generator = KeyPairGenerator.getInstance("EC");
            generator.initialize(new ECGenParameterSpec("secp256r1"));
            key = generator.generateKeyPair();
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
        OwnFile.write(keyFile, pem(new JcaPKCS8Generator(key.getPrivate(), null)));
        OwnFile.write(certificateFile, pem(certificate(key, host, now, random)));
    }

    private static X509CertificateHolder certificate(KeyPair key, String host, Instant now, SecureRandom random)
            throws IOException {
        X500Name name = new X500Name("CN=" + host);
        boolean isAddress = host.matches("[0-9.]+") || host.startsWith("[");
        String plain = host.replace("[", "").replace("]", "");
        GeneralName alternative = new GeneralName(isAddress ? GeneralName.iPAddress : GeneralName.dNSName, plain);
        try {
            return new JcaX509v3CertificateBuilder(
                            name,
                            new BigInteger(120, random),
                            Date.from(now.minus(1, ChronoUnit.DAYS)),
                            Date.from(now.plus(CERTIFICATE_DAYS, ChronoUnit.DAYS)),
                            name,
                            key.getPublic())
                    .addExtension(Extension.subjectAlternativeName, false, new GeneralNames(alternative))
                    .build(new JcaContentSignerBuilder("SHA256withECDSA").build(key.getPrivate()));
        } catch (OperatorException e) {
            throw new IllegalStateException(e);
        }
    }

    private static String pem(Object object) throws IOException {
        StringWriter text = new StringWriter();
        try (JcaPEMWriter writer = new JcaPEMWriter(text)) {
            writer.writeObject(object);
        }
        return text.toString();
    }

    private static List<Object> objects(Path file) throws IOException {
        List<Object> objects = new ArrayList<>();
        try (Reader reader = Files.newBufferedReader(file, StandardCharsets.US_ASCII);
                PEMParser parser = new PEMParser(reader)) {
            for (Object object = parser.readObject(); object != null; object = parser.readObject()) {
                objects.add(object);
            }
        }
        return objects;
    }

    private static PrivateKey privateKey(Path file) throws IOException {
        for (Object object : objects(file)) {
            if (object instanceof PEMKeyPair pair) {
                return new JcaPEMKeyConverter().getKeyPair(pair).getPrivate();
            }
            if (object instanceof PrivateKeyInfo key) {
                return new JcaPEMKeyConverter().getPrivateKey(key);
            }
        }
        throw new IOException(file + ": holds no private key in PEM that is not encrypted");
    }

    /** A key and its chain of certificates, as TLS takes them. */
    public static KeyStore keyStore(Path keyFile, Path certificateFile) throws IOException {
        try {
            List<Certificate> chain = new ArrayList<>();
            for (Object object : objects(certificateFile)) {
                if (object instanceof X509CertificateHolder holder) {
                    chain.add(new JcaX509CertificateConverter().getCertificate(holder));
                }
            }
            if (chain.isEmpty()) {
                throw new IOException(certificateFile + ": holds no certificate in PEM");
            }
            KeyStore store = KeyStore.getInstance("PKCS12");
            store.load(null, null);
            store.setKeyEntry("store", privateKey(keyFile), new char[0], chain.toArray(new Certificate[0]));
            return store;
        } catch (GeneralSecurityException e) {
            throw new IOException(certificateFile + ": does not go with " + keyFile, e);
        }
    }

    /** What clients know the key of a certificate by: SHA-256 of its SubjectPublicKeyInfo, in hexadecimal. */
    public static String hash(Path certificateFile) throws IOException {
        for (Object object : objects(certificateFile)) {
            if (object instanceof X509CertificateHolder holder) {
                return Blobs.sha256(holder.getSubjectPublicKeyInfo().getEncoded());
            }
        }
        throw new IOException(certificateFile + ": holds no certificate in PEM");
    }
}

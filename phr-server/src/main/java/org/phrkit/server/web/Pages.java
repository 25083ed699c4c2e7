package org.phrkit.server.web;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Base64;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.zip.GZIPOutputStream;
import org.jspecify.annotations.Nullable;

/**
 * The files of the pages, with the hash of each (SHA-384, as the integrity of Subresource Integrity writes it). The document
 * names the hash of every module and style that it loads; {@link #LIST_PATH} lists the hashes of all. Immutable.
 */
public final class Pages {
    /** Where the list of all files and their hashes is: a line {@code sha384-… /path} for each. */
    public static final String LIST_PATH = "/pages.txt";

    private static final String FILES = "files.txt";
    private static final String MARK = "<!-- modules -->";
    private static final String FRAMED = "viewer";

    /** Nothing but what the store serves itself, no code in the document, and no text that becomes a document. */
    private static final String POLICY = String.join(
            "; ",
            "default-src 'none'",
            "script-src 'self'",
            "style-src 'self'",
            "connect-src 'self'",
            "img-src 'self' blob: data:",
            "frame-src 'self'",
            "worker-src 'self'",
            "base-uri 'none'",
            "form-action 'none'",
            "frame-ancestors 'none'",
            "require-trusted-types-for 'script'",
            "trusted-types lit-html phr-worker");

    /** Of the frame that shows a report: an origin of its own, which reaches nothing. */
    private static final String FRAME_POLICY = String.join(
            "; ",
            "sandbox allow-scripts",
            "default-src 'none'",
            "script-src 'self'",
            "style-src 'self'",
            "img-src blob: data:",
            "media-src blob:",
            "base-uri 'none'",
            "form-action 'none'",
            "frame-ancestors 'self'");

    private static final Map<String, String> TYPES = Map.of(
            "html", "text/html; charset=utf-8",
            "js", "text/javascript; charset=utf-8",
            "css", "text/css; charset=utf-8",
            "svg", "image/svg+xml",
            "txt", "text/plain; charset=utf-8");

    private final Map<String, Page> pages;

    /** A file. */
    public static final class Page {
        private final String path;
        private final byte[] bytes;
        private final String integrity;
        private final Map<String, String> fields;
        private byte @Nullable [] zipped;

        private Page(String path, byte[] bytes, Map<String, String> fields) {
            this.path = path;
            this.bytes = bytes;
            this.integrity = Pages.integrity(bytes);
            this.fields = Map.copyOf(fields);
        }

        /** Where it is served. */
        public String path() {
            return path;
        }

        /** Its hash: {@code sha384-…}. */
        public String integrity() {
            return integrity;
        }

        /** The fields of its answer. */
        public Map<String, String> fields() {
            return fields;
        }

        /** Its content. */
        public byte[] bytes() {
            return bytes.clone();
        }

        /** The same by gzip; made when it is asked for first. */
        public synchronized byte[] zipped() {
            byte[] made = zipped;
            if (made == null) {
                made = zip(bytes);
                zipped = made;
            }
            return made.clone();
        }

        /** Names the path. */
        @Override
        public String toString() {
            return "Page[" + path + "]";
        }
    }

    private Pages(Map<String, Page> pages) {
        this.pages = pages;
    }

    /** The pages that this version has. */
    public static Pages load() {
        Map<String, Page> pages = new TreeMap<>();
        for (String name : text(read(FILES)).lines().toList()) {
            if (!name.equals("index.html")) {
                add(pages, "/" + name, read(name));
            }
        }
        String modules = pages.values().stream()
                .filter(page -> page.path.endsWith(".js") && isOfDocument(page.path))
                .map(page ->
                        "<link rel=\"modulepreload\" href=\"" + page.path + "\" integrity=\"" + page.integrity + "\">")
                .collect(Collectors.joining("\n    "));
        String document = text(read("index.html")).replace(MARK, modules);
        for (Page page : pages.values()) {
            document = document.replace(
                    "\"" + page.path + "\" integrity=\"\"",
                    "\"" + page.path + "\" integrity=\"" + page.integrity + "\"");
        }
        add(pages, "/", bytes(document));
        add(pages, LIST_PATH, bytes(list(pages.values())));
        return new Pages(pages);
    }

    /** What the frame and the worker load, they load without the document. */
    private static boolean isOfDocument(String path) {
        return !path.startsWith("/" + FRAMED) && !path.equals("/vendor/pdf.js") && !path.equals("/worker.js");
    }

    private static String list(Collection<Page> pages) {
        return pages.stream()
                .filter(page -> !page.path.equals(LIST_PATH))
                .map(page -> page.integrity + " " + page.path + "\n")
                .collect(Collectors.joining());
    }

    private static void add(Map<String, Page> pages, String path, byte[] bytes) {
        String name = path.equals("/") ? "index.html" : path;
        boolean isFramed = path.startsWith("/" + FRAMED) || path.equals("/vendor/pdf.js");
        Map<String, String> fields = new TreeMap<>();
        fields.put(
                "Content-Type",
                TYPES.getOrDefault(name.substring(name.lastIndexOf('.') + 1), "application/octet-stream"));
        fields.put("Cache-Control", "no-cache");
        fields.put("Referrer-Policy", "no-referrer");
        fields.put("Cross-Origin-Opener-Policy", "same-origin");
        fields.put("Cross-Origin-Resource-Policy", isFramed ? "cross-origin" : "same-origin");
        fields.put("Content-Security-Policy", isFramed ? FRAME_POLICY : POLICY);
        fields.put(
                "Permissions-Policy",
                "publickey-credentials-get=(self), publickey-credentials-create=(self), camera=(), microphone=(), geolocation=()");
        if (isFramed) {
            // The frame has an origin of its own, which is none.
            fields.put("Access-Control-Allow-Origin", "*");
        }
        pages.put(path, new Page(path, bytes, fields));
    }

    /** All of them, by path. */
    public List<Page> all() {
        return List.copyOf(pages.values());
    }

    /** The text of the list at {@link #LIST_PATH}. */
    public String list() {
        return list(pages.values());
    }

    private static byte[] read(String name) {
        try (InputStream in = Pages.class.getResourceAsStream(name)) {
            if (in == null) {
                throw new IllegalStateException("a page is missing: " + name);
            }
            return in.readAllBytes();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static String text(byte[] bytes) {
        return new String(bytes, StandardCharsets.UTF_8);
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    private static String integrity(byte[] bytes) {
        try {
            return "sha384-"
                    + Base64.getEncoder()
                            .encodeToString(MessageDigest.getInstance("SHA-384").digest(bytes));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java has SHA-384", e);
        }
    }

    private static byte[] zip(byte[] bytes) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        try (GZIPOutputStream zip = new GZIPOutputStream(out)) {
            zip.write(bytes);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return out.toByteArray();
    }
}

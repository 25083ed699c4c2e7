package org.phrkit.server.storage;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;

/**
 * The files of uploads and payloads: {@code uploads/ID}, which grows, and {@code payloads/IJ/ID}, which is whole, on the
 * disk, and never changes. Names are 32 hexadecimal digits. For several threads at once, but one writer for each upload.
 */
public final class Blobs {
    private static final int BUFFER_BYTES = 1 << 17;
    private static final FileAttribute<?> OWNER_ALONE =
            PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------"));
    private static final FileAttribute<?> FOLDER_OF_OWNER =
            PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------"));

    private final Path uploads;
    private final Path payloads;

    private Blobs(Path uploads, Path payloads) {
        this.uploads = uploads;
        this.payloads = payloads;
    }

    /** Those of a folder of data; makes what is not there. */
    public static Blobs in(Path data) throws IOException {
        Blobs blobs = new Blobs(data.resolve("uploads"), data.resolve("payloads"));
        makeFolder(blobs.uploads);
        makeFolder(blobs.payloads);
        return blobs;
    }

    /** Makes a folder for its owner alone, unless it is there. */
    public static void makeFolder(Path folder) throws IOException {
        if (!Files.isDirectory(folder)) {
            Files.createDirectory(folder, FOLDER_OF_OWNER);
        }
    }

    /** An empty upload. */
    public void createUpload(String id) throws IOException {
        Files.createFile(uploads.resolve(id), OWNER_ALONE);
    }

    /** How much of an upload is there. */
    public long uploadSize(String id) throws IOException {
        return Files.size(uploads.resolve(id));
    }

    /** When bytes were last added to an upload; for ever after where there is none. */
    public Instant uploadTime(String id) throws IOException {
        try {
            return Files.getLastModifiedTime(uploads.resolve(id)).toInstant();
        } catch (NoSuchFileException e) {
            return Instant.MAX;
        }
    }

    /** To write at the end of an upload. */
    public FileChannel appendTo(String id) throws IOException {
        return FileChannel.open(uploads.resolve(id), StandardOpenOption.WRITE, StandardOpenOption.APPEND);
    }

    public void deleteUpload(String id) throws IOException {
        Files.deleteIfExists(uploads.resolve(id));
    }

    /** The SHA-256 of an upload, read whole. */
    public String uploadSha256(String id) throws IOException {
        return sha256(uploads.resolve(id));
    }

    /**
     * Makes an upload the payload of a report. When this returns, it is on the disk under its new name, and under the old
     * one as well, until the database knows the report.
     *
     * @throws NoSuchFileException if there is no such upload
     */
    public void keep(String upload, String report) throws IOException {
        Path file = uploads.resolve(upload);
        OwnFile.sync(file);
        Path target = payload(report);
        Path folder = target.resolveSibling("");
        if (!Files.isDirectory(folder)) {
            Files.createDirectories(folder, FOLDER_OF_OWNER);
            sync(payloads);
        }
        // One that is there is of a commit that failed.
        Files.deleteIfExists(target);
        Files.createLink(target, file);
        sync(folder);
    }

    /** Writes the names in a folder to the disk. */
    public static void sync(Path folder) throws IOException {
        try (FileChannel channel = FileChannel.open(folder, StandardOpenOption.READ)) {
            channel.force(true);
        }
    }

    /** How many bytes the disk still takes. */
    public long freeBytes() {
        return payloads.toFile().getUsableSpace();
    }

    /** Where the payload of a report is. */
    public Path payload(String report) {
        return payloads.resolve(report.substring(0, 2)).resolve(report);
    }

    public void deletePayload(String report) throws IOException {
        Files.deleteIfExists(payload(report));
    }

    /** The SHA-256 of a payload, read whole; of nothing where there is none. */
    public String payloadSha256(String report) throws IOException {
        try {
            return sha256(payload(report));
        } catch (NoSuchFileException e) {
            return "";
        }
    }

    /** The reports of all payloads that are there. */
    public List<String> allPayloads() throws IOException {
        List<String> names = new ArrayList<>();
        for (String folder : names(payloads)) {
            names.addAll(names(payloads.resolve(folder)));
        }
        return names;
    }

    /** The ids of all uploads that are there. */
    public List<String> allUploads() throws IOException {
        return names(uploads);
    }

    private static List<String> names(Path folder) throws IOException {
        List<String> names = new ArrayList<>();
        try (DirectoryStream<Path> files = Files.newDirectoryStream(folder)) {
            files.forEach(file -> names.add(String.valueOf(file.getFileName())));
        }
        names.sort(null);
        return names;
    }

    /** A new SHA-256. */
    public static MessageDigest startSha256() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }

    /** The SHA-256 of bytes, in hexadecimal. */
    public static String sha256(byte[] bytes) {
        return HexFormat.of().formatHex(startSha256().digest(bytes));
    }

    private static String sha256(Path file) throws IOException {
        MessageDigest digest = startSha256();
        ByteBuffer buffer = ByteBuffer.allocate(BUFFER_BYTES);
        try (FileChannel channel = FileChannel.open(file, StandardOpenOption.READ)) {
            while (channel.read(buffer) >= 0) {
                digest.update(buffer.flip());
                buffer.clear();
            }
        }
        return HexFormat.of().formatHex(digest.digest());
    }
}

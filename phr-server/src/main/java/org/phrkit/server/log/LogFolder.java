package org.phrkit.server.log;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.phrkit.server.storage.Blobs;
import org.phrkit.server.storage.OwnFile;
import org.phrkit.transparency.LogEntry;
import org.phrkit.transparency.Tile;
import org.phrkit.transparency.TileFile;
import org.phrkit.transparency.TransparencyException;

/**
 * One place where the log stands: {@code tile/…} as C2SP tlog-tiles names its files, but each partial one under the name of
 * the full one, in which it grows; and {@code checkpoint}. Entries are on the disk when {@link #write} returns; the rest is
 * made of them again where a crash took it.
 */
final class LogFolder {
    private static final String CHECKPOINT = "checkpoint";
    private static final int BUNDLED_BYTES = new Tile(Tile.ENTRIES, 0, 1).sizeBytes();
    private static final int LENGTH_BYTES = BUNDLED_BYTES - LogEntry.SIZE_BYTES;

    private final Path folder;

    LogFolder(Path folder) {
        this.folder = folder;
    }

    private Path file(Tile tile) {
        return folder.resolve(tile.full().path());
    }

    /** How many entries are there, those that a crash cut off not counted. */
    long size() throws IOException {
        Path entries = folder.resolve("tile/entries");
        if (!Files.isDirectory(entries)) {
            return 0;
        }
        long last = -1;
        try (var files = Files.walk(entries)) {
            for (Path file : files.filter(Files::isRegularFile).toList()) {
                last = Math.max(
                        last, Tile.parse(folder.relativize(file).toString()).index());
            }
        } catch (TransparencyException e) {
            throw new IOException(entries + ": holds a file that is no part of a log");
        }
        if (last < 0) {
            return 0;
        }
        Tile tile = new Tile(Tile.ENTRIES, last, Tile.FULL_WIDTH);
        return last * Tile.FULL_WIDTH + Math.min(Tile.FULL_WIDTH, Files.size(file(tile)) / BUNDLED_BYTES);
    }

    /** What is there of a tile: it may be less than the tile has. */
    Optional<byte[]> read(Tile tile) throws IOException {
        try (FileChannel channel = FileChannel.open(file(tile), StandardOpenOption.READ)) {
            ByteBuffer bytes = ByteBuffer.allocate((int) Math.min(tile.sizeBytes(), channel.size()));
            while (bytes.hasRemaining() && channel.read(bytes) >= 0) {}
            return Optional.of(bytes.array());
        } catch (NoSuchFileException e) {
            return Optional.empty();
        }
    }

    /** Entries that stand in a row, as they are: nothing is checked. */
    List<LogEntry> entries(long from, long to) throws IOException {
        List<LogEntry> entries = new ArrayList<>();
        for (long index = from; index < to; ) {
            long bundle = index / Tile.FULL_WIDTH;
            int width = (int) Math.min(Tile.FULL_WIDTH, to - bundle * Tile.FULL_WIDTH);
            Tile tile = new Tile(Tile.ENTRIES, bundle, width);
            byte[] bytes = read(tile).orElse(new byte[0]);
            if (bytes.length != tile.sizeBytes()) {
                throw new IOException(file(tile) + ": entries are missing");
            }
            for (int i = (int) (index % Tile.FULL_WIDTH); i < width; i++, index++) {
                int start = i * BUNDLED_BYTES + LENGTH_BYTES;
                entries.add(LogEntry.parse(java.util.Arrays.copyOfRange(bytes, start, start + LogEntry.SIZE_BYTES)));
            }
        }
        return entries;
    }

    /**
     * Writes what a log has grown by.
     *
     * @param before how many entries it had
     */
    void write(List<TileFile> files, long before) throws IOException {
        for (TileFile file : files) {
            Tile tile = file.tile();
            long ofLevel = before >> (8 * Math.max(tile.level(), 0));
            long there = Math.max(0, Math.min(tile.width(), ofLevel - tile.index() * Tile.FULL_WIDTH));
            write(tile, file.bytes(), (int) (there * (tile.sizeBytes() / tile.width())));
        }
    }

    /** Writes the end of a tile; what stands before it stays untouched. */
    private void write(Tile tile, byte[] bytes, int from) throws IOException {
        Path file = file(tile);
        if (!Files.exists(file)) {
            makeFolders(file.resolveSibling("").toAbsolutePath().normalize());
            OwnFile.touch(file);
        }
        try (FileChannel channel = FileChannel.open(file, StandardOpenOption.WRITE)) {
            ByteBuffer rest = ByteBuffer.wrap(bytes, from, bytes.length - from);
            while (rest.hasRemaining()) {
                channel.write(rest, rest.position());
            }
            channel.truncate(bytes.length);
            if (tile.isOfEntries()) {
                channel.force(false);
            }
        }
    }

    private static void makeFolders(Path folder) throws IOException {
        Path parent = folder.getParent();
        if (Files.isDirectory(folder) || parent == null) {
            return;
        }
        makeFolders(parent);
        Blobs.makeFolder(folder);
        Blobs.sync(parent);
    }

    /** The signed head, if one was kept. */
    Optional<String> checkpoint() throws IOException {
        Path file = folder.resolve(CHECKPOINT);
        return Files.exists(file) ? Optional.of(Files.readString(file, StandardCharsets.UTF_8)) : Optional.empty();
    }

    /** Keeps a signed head, whole or not at all. */
    void keep(String checkpoint) throws IOException {
        makeFolders(folder);
        Path part = folder.resolve(CHECKPOINT + ".part");
        Files.deleteIfExists(part);
        OwnFile.create(part, checkpoint);
        Files.move(part, folder.resolve(CHECKPOINT), StandardCopyOption.ATOMIC_MOVE);
    }

    /** The folder. */
    @Override
    public String toString() {
        return folder.toString();
    }
}

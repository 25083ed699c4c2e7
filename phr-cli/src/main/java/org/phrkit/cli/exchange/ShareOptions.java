package org.phrkit.cli.exchange;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.phrkit.cli.files.Folders;
import org.phrkit.cli.files.Output;
import org.phrkit.cli.files.Outputs;
import org.phrkit.cli.keys.PassphraseOptions;
import org.phrkit.cli.keys.SigningOptions;
import org.phrkit.cli.shell.ExitCode;
import org.phrkit.cli.shell.Failure;
import org.phrkit.cli.shell.Terminal;
import org.phrkit.input.Utf8;
import org.phrkit.sign.SigningKey;
import org.phrkit.split.Policy;
import org.phrkit.split.Share;
import org.phrkit.split.ShareFile;
import org.phrkit.split.SharesManifest;
import org.phrkit.split.Slip39;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** The options for splitting a secret among custodians, and the files that result. */
public final class ShareOptions {
    private static final String LIST = "shares.json";

    @Option(names = "-t", paramLabel = "T", description = "The number of shares that restore the key.")
    private @Nullable Integer needed;

    @Option(names = "-n", paramLabel = "N", description = "The number of shares, at most 16.")
    private @Nullable Integer count;

    @Option(
            names = "--group",
            paramLabel = "T:N",
            description = "A group of N shares, of which T are needed. Repeat it for each group.")
    private List<String> groups = new ArrayList<>();

    @Option(names = "--groups-needed", paramLabel = "G", description = "The number of groups that restore the key.")
    private @Nullable Integer groupsNeeded;

    @Option(
            names = "--for",
            paramLabel = "NAME",
            description = "The name of whoever keeps a share. Repeat it for each share, in order.")
    private List<String> holders = new ArrayList<>();

    @Option(
            names = {"-d", "--directory"},
            paramLabel = "DIR",
            description =
                    "Write the files to this folder, which is created if it is missing. Default: the current folder.")
    private String directory = "";

    @Option(
            names = {"-p", "--passphrase"},
            description = "Also lock the shares with a passphrase, which is asked for.")
    private boolean isPassphrase;

    @Mixin
    private PassphraseOptions passphraseOptions = new PassphraseOptions();

    /** The policy of the split. */
    public Policy policy() throws Failure {
        Policy policy = parsed();
        int shareCount = policy.groups().stream().mapToInt(Policy.Group::shares).sum();
        if (!holders.isEmpty() && holders.size() != shareCount) {
            throw new Failure(ExitCode.USAGE, "there are " + shareCount + " shares, and --for names " + holders.size());
        }
        return policy;
    }

    private Policy parsed() throws Failure {
        try {
            if (groups.isEmpty()) {
                if (needed == null || count == null || groupsNeeded != null) {
                    throw new Failure(
                            ExitCode.USAGE,
                            "-t and -n must be given together, without --groups-needed",
                            "give -t 2 -n 3, for example, or --group T:N... --groups-needed G");
                }
                return Policy.of(needed, count);
            }
            if (needed != null || count != null || groupsNeeded == null) {
                throw new Failure(
                        ExitCode.USAGE, "--group needs --groups-needed, and cannot be combined with -t and -n");
            }
            List<Policy.Group> parsed = new ArrayList<>();
            for (String group : groups) {
                if (!group.matches("[0-9]{1,2}:[0-9]{1,2}")) {
                    throw new Failure(ExitCode.USAGE, "--group takes T:N, such as 2:3");
                }
                String[] numbers = group.split(":", -1);
                parsed.add(new Policy.Group(Integer.parseInt(numbers[0]), Integer.parseInt(numbers[1])));
            }
            return new Policy(groupsNeeded, parsed);
        } catch (IllegalArgumentException e) {
            throw new Failure(ExitCode.USAGE, e.getMessage() + "");
        }
    }

    /**
     * Splits a secret, and writes the shares and their list.
     *
     * @param secret the caller clears it
     * @param restores what it is, as the shares name it
     * @param command what restores it
     */
    public void split(byte[] secret, String restores, String command, Policy policy, Optional<SigningKey> signer)
            throws IOException {
        LocalDate today = LocalDate.now(ZoneId.systemDefault());
        char[] passphrase = isPassphrase || passphraseOptions.passphrases().areFromFile()
                ? passphraseOptions.passphrases().askNew("new passphrase of the shares: ")
                : new char[0];
        List<List<Share>> shares;
        try {
            shares = Slip39.split(secret, policy, passphrase, Slip39.DEFAULT_ITERATION_EXPONENT, new SecureRandom());
        } catch (IllegalArgumentException e) {
            throw new Failure(ExitCode.USAGE, e.getMessage() + "");
        } finally {
            Arrays.fill(passphrase, '\0');
        }
        List<String> names = holders.isEmpty()
                ? shares.stream().flatMap(List::stream).map(share -> "").toList()
                : holders;
        try {
            write(policy, shares, names, restores, command, today, signer);
        } catch (IllegalArgumentException e) {
            throw new Failure(ExitCode.USAGE, "--for: " + e.getMessage());
        } finally {
            shares.forEach(group -> group.forEach(Share::close));
        }
    }

    /** Writes all files; they are opened before the first is written, so that an existing one is found in time. */
    private void write(
            Policy policy,
            List<List<Share>> shares,
            List<String> names,
            String restores,
            String command,
            LocalDate today,
            Optional<SigningKey> signer)
            throws IOException {
        SharesManifest manifest = SharesManifest.of(policy, shares, names, restores, today);
        Path folder = folder();
        List<Output> opened = new ArrayList<>();
        try (Outputs outputs = new Outputs()) {
            List<String> texts = new ArrayList<>();
            for (List<Share> group : shares) {
                for (Share share : group) {
                    opened.add(outputs.add(open(folder.resolve(fileName(policy, share)), Output.Privacy.KEY)));
                    texts.add(
                            new ShareFile(share, names.get(texts.size()), restores).exposeText(policy, today, command));
                }
            }
            opened.add(outputs.add(open(folder.resolve(LIST), Output.Privacy.SHARED)));
            texts.add(manifest.json());
            if (signer.isPresent()) {
                byte[] signed = manifest.json().getBytes(StandardCharsets.UTF_8);
                String comment = "shares of " + restores + ", " + today;
                opened.add(outputs.add(open(folder.resolve(LIST + ".minisig"), Output.Privacy.SHARED)));
                texts.add(Utf8.text(SigningOptions.sign(signer.get(), signed, comment)));
            }
            for (int i = 0; i < texts.size(); i++) {
                byte[] bytes = texts.get(i).getBytes(StandardCharsets.UTF_8);
                opened.get(i).stream().write(bytes);
                Arrays.fill(bytes, (byte) 0);
            }
            outputs.commit();
        }
        Terminal.say("wrote " + names.size() + (names.size() == 1 ? " share" : " shares") + " and shares.json; "
                + "give each share to its keeper, and destroy what is left here");
    }

    private Path folder() throws IOException {
        Path folder = Path.of(directory);
        if (!directory.isEmpty()) {
            Folders.make(folder, true);
        }
        return folder;
    }

    /** Opens a file for a share; an existing link or device there would lead the share elsewhere. */
    private static Output open(Path file, Output.Privacy privacy) throws IOException {
        if (Files.exists(file, LinkOption.NOFOLLOW_LINKS)) {
            throw new Failure(ExitCode.COULD_NOT, file + ": already exists", "it is never replaced");
        }
        return Output.open(file.toString(), privacy, Output.Replacing.NEVER);
    }

    private static String fileName(Policy policy, Share share) {
        String name = "share-" + (share.member() + 1) + "-of-"
                + policy.groups().get(share.group()).shares() + ".txt";
        return policy.groups().size() == 1 ? name : "group-" + (share.group() + 1) + "-" + name;
    }
}

package org.phrkit.cli;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.phrkit.split.Share;
import org.phrkit.split.SharesManifest;
import org.phrkit.verify.SharesCheck;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Says which of some key shares are genuine. */
@Command(
        name = "shares",
        description =
                "Say of each key share whether it is genuine, without restoring the key: exit status 0 if all are, "
                        + "3 if one is corrupt, altered or of another split.")
final class VerifyShares implements Callable<Integer> {
    @Option(
            names = "--manifest",
            paramLabel = "shares.json",
            required = true,
            description = "The list that was written when the key was split.")
    private String manifestFile = "";

    @Mixin
    private SignerOptions signerOptions = new SignerOptions();

    @Option(names = "--json", description = "Print the verdict as one JSON object.")
    private boolean json;

    @Parameters(arity = "1..*", paramLabel = "SHAREFILE", description = "Files of one share each.")
    private List<String> shareFiles = new ArrayList<>();

    /** A share, or what is wrong with the text that should be one. */
    private record Candidate(String file, @Nullable Share share, String problem) {}

    @Override
    public Integer call() throws IOException {
        SharesManifest manifest = ShareInputs.readManifest(manifestFile, signerOptions.read());
        List<Candidate> candidates = new ArrayList<>();
        try {
            for (String file : shareFiles) {
                candidates.addAll(read(file));
            }
            List<Share> shares = candidates.stream()
                    .flatMap(candidate -> Stream.ofNullable(candidate.share()))
                    .toList();
            SharesCheck.Verdict verdict = SharesCheck.of(manifest, shares);
            boolean holds = verdict.holds() && shares.size() == candidates.size();
            System.out.println(
                    json ? json(candidates, verdict, holds, manifest) : text(candidates, verdict, holds, manifest));
            return holds ? ExitCode.DONE : ExitCode.NO;
        } finally {
            candidates.forEach(VerifyShares::close);
        }
    }

    private static void close(Candidate candidate) {
        if (candidate.share() != null) {
            candidate.share().close();
        }
    }

    private static List<Candidate> read(String file) throws IOException {
        try {
            return ShareInputs.read(List.of(file)).shares().stream()
                    .map(share -> new Candidate(file, share, ""))
                    .toList();
        } catch (Failure e) {
            if (e.exitCode() != ExitCode.MALFORMED) {
                throw e;
            }
            return List.of(new Candidate(file, null, e.getMessage() + ""));
        }
    }

    private static String text(
            List<Candidate> candidates, SharesCheck.Verdict verdict, boolean holds, SharesManifest manifest) {
        long bad = candidates.size()
                - verdict.standings().stream()
                        .filter(standing -> standing == SharesManifest.Standing.GENUINE)
                        .count();
        int count = candidates.size();
        StringBuilder text = new StringBuilder(
                holds ? "yes: all shares are genuine" : "no: " + bad + " of " + count + " shares are not genuine");
        Iterator<SharesManifest.Standing> standings = verdict.standings().iterator();
        for (Candidate candidate : candidates) {
            text.append('\n');
            if (candidate.share() == null) {
                text.append(candidate.problem());
            } else {
                text.append(candidate.file())
                        .append(": ")
                        .append(describe(candidate.share(), standings.next(), manifest));
            }
        }
        return text.append("\nthe genuine ones ")
                .append(verdict.isEnough() ? "restore " : "are too few to restore ")
                .append(manifest.restores())
                .toString();
    }

    private static String describe(Share share, SharesManifest.Standing standing, SharesManifest manifest) {
        return switch (standing) {
            case GENUINE -> {
                String holder =
                        manifest.entry(share).map(SharesManifest.Entry::holder).orElse("");
                String group = manifest.policy().groups().size() == 1 ? "" : " of group " + (share.group() + 1);
                yield "genuine, share " + (share.member() + 1) + group + (holder.isEmpty() ? "" : ", for " + holder);
            }
            case ALTERED -> "altered: it claims to be share " + (share.member() + 1) + ", and is not";
            case FOREIGN -> "of another split";
        };
    }

    private static String json(
            List<Candidate> candidates, SharesCheck.Verdict verdict, boolean holds, SharesManifest manifest) {
        List<Map<String, Object>> shares = new ArrayList<>();
        Iterator<SharesManifest.Standing> standings = verdict.standings().iterator();
        for (Candidate candidate : candidates) {
            Map<String, Object> share = new LinkedHashMap<>();
            share.put("file", candidate.file());
            if (candidate.share() == null) {
                share.put("standing", "corrupt");
                share.put("problem", candidate.problem());
            } else {
                share.put("standing", standings.next().name().toLowerCase(Locale.ROOT));
                share.put("group", candidate.share().group() + 1);
                share.put("share", candidate.share().member() + 1);
            }
            shares.add(share);
        }
        return new Json()
                .add("verdict", holds)
                .add("restores", manifest.restores())
                .add("enough", verdict.isEnough())
                .add("shares", shares)
                .text();
    }
}

package org.phrkit.cli.exchange;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.Callable;
import java.util.stream.Stream;
import org.phrkit.cli.files.Input;
import org.phrkit.cli.keys.ShareInputs;
import org.phrkit.cli.keys.SignerOptions;
import org.phrkit.cli.shell.ExitCode;
import org.phrkit.cli.shell.Json;
import org.phrkit.cli.shell.Terminal;
import org.phrkit.split.Share;
import org.phrkit.split.ShareFile;
import org.phrkit.split.SharesCheck;
import org.phrkit.split.SharesManifest;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Says which key shares are genuine. */
@Command(
        name = "shares",
        headerHeading = "Tell genuine shares from altered ones:%n"
                + "  phr verify shares --manifest shares.json share-1-of-3.txt%n%n",
        description = {
            "Check whether each key share is genuine, without restoring the key.",
            "Exit status 0 means that all are; 3 means that a share is corrupt, altered or from another split."
        })
public final class VerifyShares implements Callable<Integer> {
    @Option(
            names = "--manifest",
            paramLabel = "shares.json",
            required = true,
            description = "The list that phr share split wrote.")
    private String manifestFile = "";

    @Mixin
    private SignerOptions signerOptions = new SignerOptions();

    @Option(names = "--json", description = "Print the verdict as one JSON object.")
    private boolean json;

    @Parameters(arity = "1..*", paramLabel = "SHAREFILE", description = "Files with one share each.")
    private List<String> shareFiles = new ArrayList<>();

    @Override
    public Integer call() throws IOException {
        SharesManifest manifest = ShareInputs.readManifest(manifestFile, signerOptions.read());
        List<ShareInputs.Candidate> candidates = new ArrayList<>();
        try {
            for (String file : shareFiles) {
                candidates.addAll(ShareInputs.candidates(new Input(file)));
            }
            List<Share> shares = candidates.stream()
                    .flatMap(candidate -> Stream.ofNullable(candidate.file()))
                    .map(ShareFile::share)
                    .toList();
            SharesCheck.Verdict verdict = SharesCheck.of(manifest, shares);
            boolean holds = verdict.holds() && shares.size() == candidates.size();
            System.out.println(
                    json ? json(candidates, verdict, holds, manifest) : text(candidates, verdict, holds, manifest));
            return holds ? ExitCode.DONE : ExitCode.NO;
        } finally {
            candidates.forEach(ShareInputs.Candidate::close);
        }
    }

    private static String text(
            List<ShareInputs.Candidate> candidates,
            SharesCheck.Verdict verdict,
            boolean holds,
            SharesManifest manifest) {
        long bad = candidates.size()
                - verdict.standings().stream()
                        .filter(standing -> standing == SharesManifest.Standing.GENUINE)
                        .count();
        int count = candidates.size();
        StringBuilder text = new StringBuilder(
                holds ? "yes: all shares are genuine" : "no: " + bad + " of " + count + " shares are not genuine");
        Iterator<SharesManifest.Standing> standings = verdict.standings().iterator();
        for (ShareInputs.Candidate candidate : candidates) {
            text.append('\n');
            text.append(Terminal.shown(
                    candidate.file() == null
                            ? problem(candidate)
                            : candidate.name() + ": "
                                    + describe(candidate.file().share(), standings.next(), manifest)));
        }
        return text.append("\nthe genuine ones ")
                .append(verdict.isEnough() ? "restore " : "are too few to restore ")
                .append(manifest.restores())
                .toString();
    }

    private static String problem(ShareInputs.Candidate candidate) {
        return Objects.requireNonNull(candidate.problem()).getMessage() + "";
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
            case FOREIGN -> "from another split";
        };
    }

    private static String json(
            List<ShareInputs.Candidate> candidates,
            SharesCheck.Verdict verdict,
            boolean holds,
            SharesManifest manifest) {
        List<Map<String, Object>> shares = new ArrayList<>();
        Iterator<SharesManifest.Standing> standings = verdict.standings().iterator();
        for (ShareInputs.Candidate candidate : candidates) {
            Map<String, Object> share = new LinkedHashMap<>();
            share.put("file", candidate.name());
            if (candidate.file() == null) {
                share.put("standing", "corrupt");
                share.put("problem", problem(candidate));
            } else {
                share.put("standing", standings.next().name().toLowerCase(Locale.ROOT));
                share.put("group", candidate.file().share().group() + 1);
                share.put("share", candidate.file().share().member() + 1);
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

import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Path;
import java.util.List;
import org.phrkit.age.KeyIdentity;
import org.phrkit.report.ReportReader;

/** Says of each report whether phr's reader takes it: "yes", or "no" and why. Arguments: an identity, and files. */
final class Verdicts {
    public static void main(String[] args) throws Exception {
        var identity = KeyIdentity.parse(args[0]);
        for (String file : List.of(args).subList(1, args.length)) {
            try (var report = ReportReader.open(List.of(identity), Path.of(file), ReportReader.Expectation.NONE)) {
                report.readFiles(entry -> OutputStream.nullOutputStream());
                System.out.println("yes");
            } catch (IOException e) {
                System.out.println("no " + e.getMessage());
            }
        }
    }
}

package org.phrkit.fuzz;

import java.nio.charset.StandardCharsets;
import org.phrkit.verify.ManifestException;
import org.phrkit.verify.ReleaseManifest;

/** The manifest of a release that is accepted is written again with the same content. */
public final class ManifestFuzz {
    private ManifestFuzz() {}

    public static void fuzzerTestOneInput(byte[] data) {
        try {
            ReleaseManifest manifest = ReleaseManifest.parse(data);
            if (!ReleaseManifest.parse(manifest.json().getBytes(StandardCharsets.UTF_8))
                    .equals(manifest)) {
                throw new AssertionError("the manifest is written otherwise than it was read");
            }
        } catch (ManifestException e) {
            return;
        }
    }
}

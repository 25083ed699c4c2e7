package org.phrkit.fuzz;

import java.nio.charset.StandardCharsets;
import java.util.Map;
import org.phrkit.store.RequestSignature;
import org.phrkit.store.StoreFormatException;

/** Two lines, the fields signature-input and signature: whatever is accepted covers method, address and store. */
public final class RequestSignatureFuzz {
    private RequestSignatureFuzz() {}

    public static void fuzzerTestOneInput(byte[] data) {
        String[] lines = new String(data, StandardCharsets.ISO_8859_1).split("\n", 3);
        if (lines.length < 2) {
            return;
        }
        RequestSignature.Message message = new RequestSignature.Message(
                "GET",
                "https://store.example/v1/reports",
                Map.of(
                        RequestSignature.STORE_FIELD,
                        "0123456789abcdef0123456789abcdef",
                        "signature-input",
                        lines[0],
                        "signature",
                        lines[1]));
        try {
            String base = RequestSignature.of(message, false).base();
            if (!base.contains("\"@method\": GET\n")
                    || !base.contains("\"@target-uri\": https://store.example/v1/reports\n")
                    || !base.contains("\"phr-store-key\": 0123456789abcdef0123456789abcdef\n")) {
                throw new AssertionError("a signature that covers too little is accepted");
            }
        } catch (StoreFormatException e) {
            return;
        }
    }
}

package org.phrkit.fuzz;

import java.nio.charset.StandardCharsets;
import java.util.Optional;
import org.phrkit.store.CardPlace;
import org.phrkit.store.ContactCard;
import org.phrkit.store.DeviceCertificate;
import org.phrkit.store.HandedCard;
import org.phrkit.store.Invitation;
import org.phrkit.store.SignedStatement;
import org.phrkit.store.StoreFormatException;

/** Cards, certificates and invitations that are accepted are written again with the same content. */
public final class StoreStatementFuzz {
    private StoreStatementFuzz() {}

    public static void fuzzerTestOneInput(byte[] data) {
        String text = new String(data, StandardCharsets.UTF_8);
        invitation(text);
        handed(text);
        SignedStatement signed;
        try {
            signed = SignedStatement.parse(text);
        } catch (StoreFormatException e) {
            return;
        }
        card(signed);
        certificate(signed);
    }

    private static void invitation(String text) {
        try {
            Invitation invitation = Invitation.parse(text);
            if (!Invitation.parse(invitation.exposeText()).equals(invitation)) {
                throw new AssertionError("the invitation is written otherwise than it was read");
            }
        } catch (StoreFormatException e) {
            return;
        }
    }

    private static void handed(String text) {
        try {
            HandedCard card = HandedCard.parse(text);
            Optional<CardPlace> place = card.place();
            HandedCard again = HandedCard.parse(card.json());
            if (!again.json().equals(card.json()) || !again.place().equals(place)) {
                throw new AssertionError("the card is written otherwise than it was read");
            }
            if (place.isPresent() && !CardPlace.parse(place.get().text()).equals(place.get())) {
                throw new AssertionError("the place is written otherwise than it was read");
            }
        } catch (StoreFormatException e) {
            return;
        }
    }

    private static void card(SignedStatement signed) {
        try {
            ContactCard card = ContactCard.of(signed);
            if (!ContactCard.of(SignedStatement.parse(signed.json())).equals(card)) {
                throw new AssertionError("the card is written otherwise than it was read");
            }
        } catch (StoreFormatException e) {
            return;
        }
    }

    private static void certificate(SignedStatement signed) {
        try {
            DeviceCertificate certificate = DeviceCertificate.of(signed);
            if (!DeviceCertificate.of(SignedStatement.parse(signed.json())).equals(certificate)) {
                throw new AssertionError("the certificate is written otherwise than it was read");
            }
        } catch (StoreFormatException e) {
            return;
        }
    }
}

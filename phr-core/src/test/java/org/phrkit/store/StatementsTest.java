package org.phrkit.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.URI;
import java.security.SecureRandom;
import java.time.Instant;
import java.util.Base64;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.phrkit.age.HybridIdentity;
import org.phrkit.age.X25519Identity;
import org.phrkit.sign.SigningKey;
import org.phrkit.transparency.LogEntry;
import org.phrkit.transparency.LogKey;

/** Cards, certificates, lists of keys, erasures: each comes back as it was signed, and no forgery of it does. */
class StatementsTest {
    private static final String STORE = "0123456789abcdef0123456789abcdef";
    private static final Instant NOW = Instant.parse("2026-11-26T08:00:00Z");

    private final SecureRandom random = new SecureRandom();
    private final SigningKey key = SigningKey.generate(random);
    private final SigningKey other = SigningKey.generate(random);

    private ContactCard card() {
        return new ContactCard(
                "Anna Amsel",
                key.verificationKey(),
                X25519Identity.generate(random).recipient(),
                Optional.empty(),
                NOW);
    }

    private DeviceCertificate certificate() {
        return new DeviceCertificate(
                key.verificationKey(), STORE, RequestKey.generate(random).publicKey(), NOW);
    }

    /** The same statement with something else in it, signed anew by the same key: right in all but that. */
    private SignedStatement altered(SignedStatement signed, String what, String by) {
        assertThat(signed.text()).contains(what);
        return SignedStatement.of(signed.text().replace(what, by), key);
    }

    @Test
    void eachComesBackAsItWasSigned() throws Exception {
        ContactCard card = card();
        DeviceCertificate certificate = certificate();
        TlsKeys keys = new TlsKeys("https://store.example", List.of("ab".repeat(32)), NOW);
        Erasure erasure = new Erasure(STORE, "f".repeat(32), NOW);
        assertThat(ContactCard.of(SignedStatement.parse(card.sign(key).json()))).isEqualTo(card);
        assertThat(DeviceCertificate.of(certificate.sign(key))).isEqualTo(certificate);
        assertThat(TlsKeys.of(keys.sign(key), key.verificationKey())).isEqualTo(keys);
        assertThat(Erasure.of(erasure.sign(key), key.verificationKey())).isEqualTo(erasure);
    }

    @Test
    void whatWasAlteredAfterSigningIsRefused() {
        SignedStatement signed = card().sign(key);
        SignedStatement altered = new SignedStatement(signed.text().replace("Amsel", "Adler"), signed.signature());
        assertThatThrownBy(() -> ContactCard.of(altered)).hasMessageContaining("the signature does not match");
    }

    @Test
    void anotherKeysSignatureIsRefused() {
        TlsKeys keys = new TlsKeys("https://store.example", List.of("ab".repeat(32)), NOW);
        assertThatThrownBy(() -> TlsKeys.of(keys.sign(other), key.verificationKey()))
                .hasMessageContaining("by another key");
        assertThatThrownBy(() -> Erasure.of(new Erasure(STORE, "f".repeat(32), NOW).sign(other), key.verificationKey()))
                .hasMessageContaining("by another key");
        assertThatThrownBy(() -> card().sign(other)).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> certificate().sign(other)).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void noStatementPassesForOneOfAnotherType() {
        SignedStatement signed = altered(certificate().sign(key), "phr/device/1", "phr/card/1");
        assertThatThrownBy(() -> DeviceCertificate.of(signed)).hasMessageContaining("of another type");
        assertThatThrownBy(() -> ContactCard.of(certificate().sign(key))).hasMessageContaining("lacks a member");
    }

    @Test
    void aMemberThatIsNotProperIsRefused() {
        assertThatThrownBy(() -> ContactCard.of(altered(card().sign(key), "Anna Amsel", "Anna\u202eAmsel")))
                .hasMessageContaining("\"name\"");
        assertThatThrownBy(() -> ContactCard.of(altered(card().sign(key), "\"age1", "\"age2")))
                .hasMessageContaining("\"recipient\"");
        assertThatThrownBy(() -> ContactCard.of(altered(card().sign(key), "2026-11-26", "2026-11-36")))
                .hasMessageContaining("\"created\"");
        assertThatThrownBy(() -> DeviceCertificate.of(altered(certificate().sign(key), STORE, "0123")))
                .hasMessageContaining("\"store\"");
        assertThatThrownBy(() ->
                        DeviceCertificate.of(altered(certificate().sign(key), "\"device\" : \"", "\"device\" : \"A")))
                .hasMessageContaining("\"device\"");
        String keys = "ab".repeat(32);
        assertThatThrownBy(() -> TlsKeys.of(
                        altered(new TlsKeys("https://a.example", List.of(keys), NOW).sign(key), keys, "zz".repeat(32)),
                        key.verificationKey()))
                .hasMessageContaining("\"keys\"");
    }

    @Test
    void whatIsNoSignedTextIsRefused() {
        assertThatThrownBy(() -> SignedStatement.parse("{}")).hasMessageContaining("lacks a member");
        assertThatThrownBy(() -> SignedStatement.parse("x".repeat(SignedStatement.LIMIT_BYTES + 1)))
                .hasMessageContaining("longer than");
        assertThatThrownBy(() -> SignedStatement.parse("{\"statement\": \"a\", \"signature\": \"b\"}"))
                .hasMessageContaining("a signature is four lines");
    }

    @Test
    void aNameIsShortAndShowsAsItIs() {
        assertThat(ContactCard.isName("Dr. Łucja Øst")).isTrue();
        for (String name : List.of("", " ", "a ", "a\nb", "a\u200bb", "x".repeat(65))) {
            assertThat(ContactCard.isName(name)).as(name).isFalse();
        }
        assertThat(card()).asString().doesNotContain("Amsel");
    }

    @Test
    void anInvitationComesBackFromItsText() throws Exception {
        String code = Invitation.newCode(random);
        Invitation invitation = new Invitation(URI.create("https://store.example:8440"), code, STORE);
        assertThat(invitation.exposeText()).isEqualTo("https://store.example:8440/#" + code + "." + STORE);
        assertThat(Invitation.parse(invitation.exposeText())).isEqualTo(invitation);
        assertThat(invitation).hasToString("Invitation[https://store.example:8440]");
    }

    @Test
    void whatIsNoInvitationIsRefused() {
        String secret = "#" + "a".repeat(32) + "." + STORE;
        for (String text : List.of(
                "https://store.example/",
                "https://store.example/#" + "a".repeat(65),
                "https://store.example/" + secret + "0",
                "https://store.example/" + secret.toUpperCase(java.util.Locale.ROOT))) {
            assertThatThrownBy(() -> Invitation.parse(text)).hasMessageContaining("is not an address");
        }
        assertThatThrownBy(() -> Invitation.parse("http://store.example/" + secret))
                .hasMessageContaining("only for a store on this machine");
        for (String address :
                List.of("ftp://a.example/", "https://a.example/path", "https://me@a.example/", "https:///", "a b")) {
            assertThatThrownBy(() -> Invitation.parse(address + secret)).hasMessageContaining("the address of a store");
        }
    }

    @Test
    void aKeyOfADeviceIsThirtyTwoBytes() {
        String device = Base64.getEncoder().encodeToString(new byte[31]);
        SignedStatement signed = new DeviceCertificate(key.verificationKey(), STORE, device, NOW).sign(key);
        assertThatThrownBy(() -> DeviceCertificate.of(signed)).hasMessageContaining("\"device\"");
    }

    /** The longest that is written is read. */
    @Test
    void limitsOfReadersAreThoseOfWriters() throws Exception {
        ContactCard largest = new ContactCard(
                "\u20ac".repeat(ContactCard.LONGEST_NAME),
                key.verificationKey(),
                HybridIdentity.generate(random).recipient(),
                Optional.empty(),
                NOW);
        assertThat(ContactCard.of(SignedStatement.parse(largest.sign(key).json())))
                .isEqualTo(largest);
        assertThatThrownBy(() -> new ContactCard(
                        "x".repeat(ContactCard.LONGEST_NAME + 1),
                        key.verificationKey(),
                        largest.recipient(),
                        Optional.empty(),
                        NOW))
                .isInstanceOf(IllegalArgumentException.class);
        List<String> hashes = Collections.nCopies(8, "ab".repeat(32));
        TlsKeys most = new TlsKeys("https://store.example", hashes, NOW);
        assertThat(TlsKeys.of(SignedStatement.parse(most.sign(key).json()), key.verificationKey()))
                .isEqualTo(most);
        assertThatThrownBy(() -> new TlsKeys("https://store.example", Collections.nCopies(9, "ab".repeat(32)), NOW))
                .isInstanceOf(IllegalArgumentException.class);
    }

    /** Everything else being right, each of these is refused; what is unsigned changes nothing of the card. */
    @Test
    void whatACardSaysOfTheLogIsOfThisCardAlone() throws Exception {
        LogKey logKey = LogKey.generate(random);
        ContactCard card = new ContactCard(
                "Dr. A", key.verificationKey(), card().recipient(), Optional.empty(), NOW, Optional.of(logKey));
        SignedStatement signed = card.sign(key);
        String recipient = card.recipient().toString();
        CardProof.Entry first = entry(3, LogLine.KeyEvent.What.CARD, recipient, signed);
        CardProof.Entry second = entry(
                4,
                LogLine.KeyEvent.What.DEVICE,
                certificate().device(),
                certificate().sign(key));
        HandedCard handed = handed(signed, first, second);
        assertThat(HandedCard.parse(handed.json()).json()).isEqualTo(handed.json());
        assertThat(handed.place().orElseThrow()).satisfies(place -> {
            assertThat(place.number()).isEqualTo(3);
            assertThat(place.last()).isEqualTo(4);
            assertThat(CardPlace.parse(place.text())).isEqualTo(place);
        });
        assertThat(HandedCard.parse(signed.json()).place()).isEmpty();
        assertThat(ContactCard.of(HandedCard.parse(handed.json()).card())).isEqualTo(card);

        SignedStatement newer = new ContactCard(
                        "Dr. A", key.verificationKey(), card().recipient(), Optional.empty(), NOW, Optional.of(logKey))
                .sign(key);
        List<HandedCard> wrong = List.of(
                handed(signed),
                handed(newer, first, second),
                handed(card().sign(key), entry(3, LogLine.KeyEvent.What.CARD, recipient, card().sign(key))),
                handed(signed, second),
                handed(
                        signed,
                        first,
                        entry(
                                5,
                                LogLine.KeyEvent.What.DEVICE,
                                "x",
                                certificate().sign(key))),
                handed(signed, first, entry(4, LogLine.KeyEvent.What.CARD, recipient, newer)),
                handed(signed, entry(3, LogLine.KeyEvent.What.CARD, "age1x", signed)),
                handed(signed, new CardProof.Entry("AAAA", first.line())),
                handed(signed, new CardProof.Entry("?", first.line())),
                handed(signed, new CardProof.Entry(first.salt(), "{}")),
                handed(
                        signed,
                        new CardProof.Entry(
                                first.salt(), first.line().replace("\"number\" : 3", "\"number\" : 70000"))),
                handed(
                        signed,
                        new CardProof.Entry(first.salt(), new LogLine.TakenBack(NOW, "0".repeat(32), "x").json())),
                new HandedCard(signed, Optional.of(new CardProof("the store", List.of(first)))),
                new HandedCard(
                        signed,
                        Optional.of(new CardProof(STORE, Collections.nCopies(CardProof.MOST_ENTRIES + 1, first)))));
        for (int i = 0; i < wrong.size(); i++) {
            HandedCard each = HandedCard.parse(wrong.get(i).json());
            assertThatThrownBy(each::place).as("number %d", i).isInstanceOf(StoreFormatException.class);
        }
        assertThatThrownBy(() -> HandedCard.parse("x".repeat(HandedCard.LIMIT_BYTES + 1)))
                .hasMessageContaining("longer than a contact card");
        for (String text : List.of("", STORE + ".0.1." + "0".repeat(64), STORE + ".65536.2." + "0".repeat(64))) {
            assertThatThrownBy(() -> CardPlace.parse(text)).isInstanceOf(StoreFormatException.class);
        }
    }

    private static HandedCard handed(SignedStatement card, CardProof.Entry... entries) {
        return new HandedCard(card, Optional.of(new CardProof(STORE, List.of(entries))));
    }

    private CardProof.Entry entry(long number, LogLine.KeyEvent.What what, String named, SignedStatement statement) {
        return new CardProof.Entry(
                Base64.getEncoder().encodeToString(LogEntry.newSalt(random)),
                new LogLine.KeyEvent(NOW, number, what, named, Optional.of(statement)).json());
    }
}

package org.phrkit.transparency;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.phrkit.testing.Seeds;
import org.phrkit.transparency.KeyWatch.Kind;
import org.phrkit.transparency.KeyWatch.Scan;
import org.phrkit.transparency.KeyWatch.Sighting;

/** What is found of an account's keys in a log. */
class KeyWatchTest {
    private final SecureRandom random = new SecureRandom();
    private final LogKey key = LogKey.generate(random);

    private LogEntry ofKey(long number) {
        return LogEntry.of(key.keyLabel(number), LogEntry.newSalt(random), "key " + number);
    }

    private LogEntry other() {
        return LogEntry.of(Label.random(random), LogEntry.newSalt(random), "an opening");
    }

    @Test
    void theKeysThatAreKnownAreFound() {
        Scan scan = new KeyWatch(key, 2).scan(List.of(other(), ofKey(1), other(), ofKey(2)));
        assertThat(scan.sightings())
                .containsExactly(new Sighting(1, 1, Kind.EXPECTED), new Sighting(2, 3, Kind.EXPECTED));
        assertThat(scan.watch().nextIndex()).isEqualTo(4);
        assertThat(scan.watch().keyCount()).isEqualTo(2);
        assertThat(scan.watch().indexOf(2)).hasValue(3);
        assertThat(scan.watch().indexOf(3)).isEmpty();
        assertThat(scan.watch().found()).isEqualTo(Map.of(1, 1L, 2, 3L));
    }

    /** To its owner an alarm; of a contact, a key to fetch. Then the one after it is looked for, in the same entries. */
    @Test
    void aKeyThatNobodyKnewIsNew() {
        Scan scan = new KeyWatch(key, 1).scan(List.of(ofKey(1), ofKey(2), ofKey(3), ofKey(2)));
        assertThat(scan.sightings())
                .containsExactly(
                        new Sighting(1, 0, Kind.EXPECTED),
                        new Sighting(2, 1, Kind.NEW),
                        new Sighting(3, 2, Kind.NEW),
                        new Sighting(2, 3, Kind.AGAIN));
        assertThat(scan.watch().keyCount()).isEqualTo(3);
        assertThat(new KeyWatch(key, 0).scan(List.of(ofKey(1))).sightings())
                .containsExactly(new Sighting(1, 0, Kind.NEW));
    }

    @Test
    void aKeyThatIsThereTwiceIsFoundAgain() {
        Scan scan = new KeyWatch(key, 1).scan(List.of(ofKey(1), other(), ofKey(1)));
        assertThat(scan.sightings()).containsExactly(new Sighting(1, 0, Kind.EXPECTED), new Sighting(1, 2, Kind.AGAIN));
        assertThat(scan.watch().indexOf(1)).hasValue(0);
        assertThat(scan.watch().scan(List.of(other(), ofKey(1))).sightings())
                .containsExactly(new Sighting(1, 4, Kind.AGAIN));
    }

    @Test
    void theOwnersNextKeyIsExpectedOnceHeMadeIt() {
        KeyWatch watch = new KeyWatch(key, 1).scan(List.of(ofKey(1))).watch();
        assertThat(watch.withKeys(2).scan(List.of(ofKey(2))).sightings())
                .containsExactly(new Sighting(2, 1, Kind.EXPECTED));
        assertThatThrownBy(() -> watch.withKeys(0)).hasMessage("an account that had 1 keys has no fewer");
    }

    @Test
    void otherPeoplesKeysAreNotFound() {
        LogKey others = LogKey.generate(random);
        assertThat(new KeyWatch(others, 5)
                        .scan(List.of(ofKey(1), ofKey(2), other()))
                        .sightings())
                .isEmpty();
    }

    /** In whatever pieces the entries come, the same is found, and as a slow reader finds it. */
    @Test
    void piecesMakeNoDifference() {
        Seeds.forEach(100, seeded -> {
            List<LogEntry> entries = new ArrayList<>();
            for (int i = seeded.nextInt(40); i > 0; i--) {
                entries.add(seeded.nextBoolean() ? other() : ofKey(1 + seeded.nextInt(5)));
            }
            int known = seeded.nextInt(4);
            Scan whole = new KeyWatch(key, known).scan(entries);
            assertThat(whole.sightings()).isEqualTo(naive(known, entries));
            List<Sighting> found = new ArrayList<>();
            KeyWatch watch = new KeyWatch(key, known);
            while (watch.nextIndex() < entries.size()) {
                int from = (int) watch.nextIndex();
                Scan piece = watch.scan(entries.subList(from, end(from, entries.size(), seeded)));
                found.addAll(piece.sightings());
                // As it comes back from where it was kept.
                watch = new KeyWatch(
                        key,
                        piece.watch().keyCount(),
                        piece.watch().nextIndex(),
                        piece.watch().found());
            }
            assertThat(found).isEqualTo(whole.sightings());
            assertThat(watch.found()).isEqualTo(whole.watch().found());
            assertThat(watch.keyCount()).isEqualTo(whole.watch().keyCount());
        });
    }

    private static int end(int from, int size, SplittableRandom random) {
        return random.nextInt(from, size) + 1;
    }

    private List<Sighting> naive(int known, List<LogEntry> entries) {
        List<Sighting> sightings = new ArrayList<>();
        int count = known;
        for (int i = 0; i < entries.size(); i++) {
            for (int number = 1; number <= count + 1; number++) {
                if (entries.get(i).label().equals(key.keyLabel(number))) {
                    int found = number;
                    boolean isAgain = sightings.stream().anyMatch(earlier -> earlier.number() == found);
                    sightings.add(
                            new Sighting(number, i, number > count ? Kind.NEW : isAgain ? Kind.AGAIN : Kind.EXPECTED));
                    count = Math.max(count, number);
                    break;
                }
            }
        }
        return sightings;
    }

    @Test
    void whatCannotHaveBeenFoundIsASlip() {
        assertThatThrownBy(() -> new KeyWatch(key, -1)).hasMessage("an account has 0 to 65536 keys, not -1");
        assertThatThrownBy(() -> new KeyWatch(key, KeyWatch.MOST_KEYS + 1))
                .hasMessage("an account has 0 to 65536 keys, not 65537");
        for (Map<Integer, Long> found : List.of(Map.of(0, 1L), Map.of(3, 1L), Map.of(1, -1L), Map.of(1, 5L))) {
            assertThatThrownBy(() -> new KeyWatch(key, 2, 5, found))
                    .hasMessage("what was found is not in what was looked at");
        }
        assertThatThrownBy(() -> new KeyWatch(key, 2, -1, Map.of())).isInstanceOf(IllegalArgumentException.class);
        assertThat(new KeyWatch(key, 2, 5, Map.of(2, 4L))).hasToString("KeyWatch[2 keys, 5 entries]");
    }
}

package org.phrkit.server.accounts;

import java.time.Clock;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.mapper.reflect.ConstructorMapper;
import org.phrkit.server.problem.Problem;
import org.phrkit.server.storage.Database;

/**
 * How much each may ask for: a bucket for every subject that fills as time goes by, and is emptied by what is asked. A
 * subject whose bucket is empty is slowed, never locked, and none can empty another's. Buckets that are not full are
 * kept in the database, so that a restart gives nothing away. For several threads at once.
 */
public final class Limits {
    /** What is counted. */
    public enum Measure {
        /** Requests of an account that is known. */
        REQUESTS(1200, 20),
        /** Bytes of payloads that an account sends and fetches. */
        BYTES(1L << 36, 1 << 24),
        /** Requests from an address whose key is not known, or that sign nothing. */
        STRANGERS(300, 1),
        /** Invitations that an address tried, and that were none. */
        INVITATIONS(10, 10.0 / 3600);

        private final double most;
        private final double perSecond;

        Measure(double most, double perSecond) {
            this.most = most;
            this.perSecond = perSecond;
        }
    }

    private static final int MOST_SUBJECTS = 100_000;

    private final Database database;
    private final Clock clock;
    private final double factor;
    private final Map<String, Bucket> buckets = new HashMap<>();
    private final Set<String> changed = new HashSet<>();

    /** How full a bucket was, and when. */
    public record Bucket(double level, long atMillis) {}

    /** A bucket with its subject. */
    public record Kept(String subject, double level, long atMillis) {}

    /** @param factor how many times as much is granted: 1, or more where a store serves many */
    public Limits(Database database, Clock clock, double factor) throws Problem {
        this.database = database;
        this.clock = clock;
        this.factor = factor;
        for (Kept kept : database.read(handle -> handle.createQuery("select subject, level, at_millis from allowance")
                .map(ConstructorMapper.of(Kept.class))
                .list())) {
            buckets.put(kept.subject, new Bucket(kept.level, kept.atMillis));
        }
    }

    /**
     * Takes one from a bucket.
     *
     * @throws Problem TOO_MANY if it is empty
     */
    public void take(Measure measure, String subject) throws Problem {
        take(measure, subject, 1);
    }

    /**
     * Takes some from a bucket that is not empty. It may hold less: then it stays empty until as much has come in again.
     *
     * @throws Problem TOO_MANY if it is empty
     */
    public void take(Measure measure, String subject, long amount) throws Problem {
        synchronized (buckets) {
            requireSome(measure, subject);
            charge(measure, subject, amount);
        }
    }

    /** Takes what was used already, however much is there. */
    public void charge(Measure measure, String subject, long amount) {
        String name = measure.name() + " " + subject;
        synchronized (buckets) {
            Bucket now = now(measure, name);
            put(name, new Bucket(now.level - amount, now.atMillis));
        }
    }

    private void put(String name, Bucket bucket) {
        if (buckets.size() >= MOST_SUBJECTS && !buckets.containsKey(name)) {
            forgetFullest();
        }
        buckets.put(name, bucket);
        changed.add(name);
    }

    /** Whoever comes from very many addresses does not get his empty buckets filled by it. */
    private void forgetFullest() {
        double[] levels = buckets.keySet().stream()
                .mapToDouble(name -> share(name))
                .sorted()
                .toArray();
        double middle = levels[levels.length / 2];
        buckets.keySet().removeIf(name -> share(name) >= middle);
    }

    /** How full a bucket is: at most 1. */
    private double share(String name) {
        Measure measure = measure(name);
        return now(measure, name).level / (measure.most * factor);
    }

    private static Measure measure(String name) {
        return Measure.valueOf(name.substring(0, name.indexOf(' ')));
    }

    /** Whether a bucket is empty. */
    public void requireSome(Measure measure, String subject) throws Problem {
        synchronized (buckets) {
            Bucket now = now(measure, measure.name() + " " + subject);
            if (now.level < 1) {
                throw tooMany(measure, now);
            }
        }
    }

    private Problem tooMany(Measure measure, Bucket now) {
        return new Problem(Problem.Kind.TOO_MANY, "ask again later", (long)
                Math.ceil((1 - now.level) / (measure.perSecond * factor)));
    }

    private Bucket now(Measure measure, String name) {
        long millis = clock.millis();
        Bucket before = buckets.get(name);
        double most = measure.most * factor;
        if (before == null) {
            return new Bucket(most, millis);
        }
        double filled = Math.max(0, millis - before.atMillis) / 1000.0 * measure.perSecond * factor;
        return new Bucket(Math.min(most, before.level + filled), millis);
    }

    /** Writes down the buckets from which something was taken since, and forgets those that are full. */
    public void keep() throws Problem {
        Map<String, Bucket> emptier = new HashMap<>();
        List<String> full;
        synchronized (buckets) {
            full = buckets.keySet().stream().filter(name -> share(name) >= 1).toList();
            full.forEach(buckets::remove);
            for (String name : changed) {
                Bucket bucket = buckets.get(name);
                if (bucket != null) {
                    emptier.put(name, bucket);
                }
            }
            changed.clear();
        }
        if (full.isEmpty() && emptier.isEmpty()) {
            return;
        }
        database.write(handle -> {
            full.forEach(name -> handle.execute("delete from allowance where subject = ?", name));
            emptier.forEach((name, bucket) -> put(handle, name, bucket));
            return true;
        });
    }

    private static void put(Handle handle, String name, Bucket bucket) {
        handle.execute(
                "insert or replace into allowance (subject, level, at_millis) values (?, ?, ?)",
                name,
                bucket.level,
                bucket.atMillis);
    }
}

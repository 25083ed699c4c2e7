package org.phrkit.report;

import static org.assertj.core.api.Assertions.assertThat;

import java.security.SecureRandom;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.phrkit.age.X25519Identity;
import org.phrkit.report.GrantStatement.Window;
import org.phrkit.sign.SigningKey;
import org.phrkit.testing.Seeds;

/** Random chains, most of them nearly right, against rules that are written down as a person would say them. */
class GrantChainPropertyTest {
    private static final SecureRandom RANDOM = new SecureRandom();
    private static final int PEOPLE = 4;
    private static final int NO_END = 99;
    private static final List<SigningKey> SIGNERS = new ArrayList<>();
    private static final List<X25519Identity> IDENTITIES = new ArrayList<>();

    static {
        for (int i = 0; i < PEOPLE; i++) {
            SIGNERS.add(SigningKey.generate(RANDOM));
            IDENTITIES.add(X25519Identity.generate(RANDOM));
        }
    }

    /** A statement in small numbers: people by their index, -1 for none; days; which statement it follows, or -1. */
    private record Plan(
            int granter,
            int recipient,
            int signer,
            boolean may,
            int from,
            int until,
            boolean sameReport,
            int follows) {}

    private static Reader reader(int recipient, int signer, boolean may) {
        return signer < 0
                ? new Reader(IDENTITIES.get(recipient).recipient())
                : new Reader(
                        IDENTITIES.get(recipient).recipient(),
                        Optional.of(SIGNERS.get(signer).verificationKey()),
                        may);
    }

    /** 0 sends; 1 is a reader who may pass it on or not. */
    private static ReportManifest manifest(boolean may) {
        return new ReportManifest(
                2,
                "a".repeat(32),
                Instant.EPOCH,
                SIGNERS.get(0).verificationKey(),
                List.of(reader(1, 1, may)),
                List.of(new ReportManifest.Entry("a", 0, "0".repeat(64), "text/plain")),
                Optional.empty(),
                Optional.empty());
    }

    private static Instant day(int day) {
        return Instant.EPOCH.plusSeconds(86_400L * day);
    }

    /** Mostly what would be right after the one before it. */
    private static Plan plan(SplittableRandom random, List<Plan> before) {
        Plan last = before.isEmpty()
                ? new Plan(0, 0, random.nextInt(2), true, 0, NO_END, true, -1)
                : before.get(before.size() - 1);
        boolean isAnyGranter = random.nextInt(12) == 0 || last.signer() < 0;
        int signer = random.nextInt(10) == 0 ? -1 : random.nextInt(PEOPLE);
        int from = random.nextInt(8) == 0 ? random.nextInt(10) : Math.min(last.from() + random.nextInt(2), 40);
        int until = random.nextInt(8) == 0 ? NO_END : Math.max(from + 1, last.until() - random.nextInt(2));
        return new Plan(
                isAnyGranter ? random.nextInt(PEOPLE) : last.signer(),
                random.nextInt(PEOPLE),
                signer,
                signer >= 0 && random.nextInt(6) > 0,
                from,
                until,
                random.nextInt(20) > 0,
                random.nextInt(20) == 0 ? random.nextInt(-1, before.size()) : before.size() - 1);
    }

    private static boolean isRight(boolean mayInManifest, List<Plan> plans, int opener, int now) {
        if (plans.isEmpty() || plans.size() > 4) {
            return false;
        }
        for (int i = 0; i < plans.size(); i++) {
            Plan plan = plans.get(i);
            if (!plan.sameReport() || plan.follows() != i - 1) {
                return false;
            }
            if (i == 0) {
                if (plan.granter() != 0 && !(plan.granter() == 1 && mayInManifest)) {
                    return false;
                }
            } else {
                Plan before = plans.get(i - 1);
                if (!before.may() || before.signer() != plan.granter()) {
                    return false;
                }
                for (int day = 0; day <= 120; day++) {
                    if (isOn(plan, day) && !isOn(before, day)) {
                        return false;
                    }
                }
            }
        }
        Plan last = plans.get(plans.size() - 1);
        return last.recipient() == opener && isOn(last, now);
    }

    private static boolean isOn(Plan plan, int day) {
        return day >= plan.from() && (plan.until() == NO_END || day < plan.until());
    }

    private static SignedGrant signed(Plan plan, ReportManifest manifest, List<SignedGrant> before) {
        SigningKey granter = SIGNERS.get(plan.granter());
        GrantStatement statement = new GrantStatement(
                plan.sameReport() ? manifest.id() : "b".repeat(32),
                manifest.sha256(),
                plan.follows() < 0
                        ? Optional.empty()
                        : Optional.of(before.get(plan.follows()).sha256()),
                reader(plan.recipient(), plan.signer(), plan.may()),
                granter.verificationKey(),
                new Window(
                        day(plan.from()), plan.until() == NO_END ? Optional.empty() : Optional.of(day(plan.until()))),
                day(0),
                Optional.empty());
        return SignedGrant.sign(statement, granter);
    }

    @Test
    void aChainIsAcceptedWhereTheRulesSaySo() {
        int[] counts = new int[2];
        Seeds.forEach(300, 3000, random -> {
            boolean may = random.nextInt(4) > 0;
            ReportManifest manifest = manifest(may);
            List<Plan> plans = new ArrayList<>();
            List<SignedGrant> grants = new ArrayList<>();
            for (int length = random.nextInt(0, 6); plans.size() < length; ) {
                Plan plan = plan(random, plans);
                grants.add(signed(plan, manifest, grants));
                plans.add(plan);
            }
            boolean isAny = plans.isEmpty() || random.nextInt(8) == 0;
            int opener =
                    isAny ? random.nextInt(PEOPLE) : plans.get(plans.size() - 1).recipient();
            int now = isAny ? random.nextInt(100) : plans.get(plans.size() - 1).from();
            boolean accepted;
            try {
                Reader reader = GrantChain.of(grants)
                        .check(
                                manifest,
                                manifest.sha256(),
                                IDENTITIES.get(opener).recipient(),
                                day(now));
                accepted = true;
                assertThat(reader)
                        .isEqualTo(grants.get(grants.size() - 1).statement().reader());
            } catch (ReportException.NotGranted e) {
                accepted = false;
            }
            assertThat(accepted).as("%s", plans).isEqualTo(isRight(may, plans, opener, now));
            counts[accepted ? 1 : 0]++;
        });
        assertThat(counts[1]).as("accepted").isGreaterThan(counts[0] / 10);
    }
}

package org.phrkit.server;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.SplittableRandom;
import org.jdbi.v3.core.Handle;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.phrkit.server.accounts.Accounts;
import org.phrkit.server.accounts.Caller;
import org.phrkit.server.accounts.Role;
import org.phrkit.server.problem.Problem;
import org.phrkit.server.reports.Reports;

/** Lists, page by page, against all that is there, asked for one by one. */
class ListsTest {
    private static final int ACCOUNTS = 50;
    private static final int REPORTS = 400;

    @TempDir
    private Path scratch;

    private static String id(int number) {
        return String.format(Locale.ROOT, "%032x", number * 2654435761L);
    }

    private static void addAccounts(Handle handle) {
        for (int i = 0; i < ACCOUNTS; i++) {
            handle.execute(
                    "insert into account (id, role, signer, signer_key, recovery_key, card, quota_bytes, created)"
                            + " values (?, 'doctor', ?, '', ?, '', 1000, ?)",
                    id(i),
                    id(i),
                    id(i),
                    i / 7);
        }
    }

    /** Of three owners and for three readers: expired, to be erased, asleep, too early, and right. */
    private static void addReports(Handle handle, SplittableRandom random, long now) {
        for (int i = 0; i < REPORTS; i++) {
            handle.execute(
                    "insert into report (id, owner, payload_bytes, payload_sha256, header, header_tag, created, expires,"
                            + " erase_after) values (?, ?, ?, '', x'00', 'tag', 0, ?, ?)",
                    id(i),
                    id(random.nextInt(3)),
                    i,
                    random.nextInt(4) == 0 ? now + random.nextInt(-9, 9) * 1000L : null,
                    random.nextInt(4) == 0 ? now + random.nextInt(-9, 9) * 1000L : null);
            for (int reader = 0; reader < 3; reader++) {
                if (random.nextBoolean()) {
                    handle.execute(
                            "insert into access (report, reader, granter, may_grant, not_before, expires, asleep)"
                                    + " values (?, ?, '', 0, ?, ?, ?)",
                            id(i),
                            id(reader),
                            now + random.nextInt(-9, 3) * 1000L,
                            now + random.nextInt(-3, 9) * 1000L,
                            random.nextInt(9) / 8);
                }
            }
        }
    }

    private static boolean isReadable(Reports reports, Caller caller, String report) {
        try {
            return reports.readable(caller, report).id().equals(report);
        } catch (Problem e) {
            return false;
        }
    }

    private static List<String> byPages(Reports reports, Caller caller, int most) throws Problem {
        List<String> found = new ArrayList<>();
        Reports.Page page = new Reports.Page(List.of(), true);
        while (page.more()) {
            page = reports.list(caller, found.isEmpty() ? "" : found.get(found.size() - 1), most);
            page.reports().forEach(report -> found.add(report.id()));
        }
        return found;
    }

    @Test
    void aListHasWhatItsCallerMayReadAndNothingElse() throws Exception {
        TestStore store = TestStore.made(scratch.resolve("store"));
        store.aside(it -> {
            it.database().write(handle -> {
                addAccounts(handle);
                addReports(
                        handle, new SplittableRandom(18), it.clock().instant().getEpochSecond());
                return true;
            });
            List<String> ids = new ArrayList<>();
            for (int i = 0; i < REPORTS; i++) {
                ids.add(id(i));
            }
            ids.sort(null);
            for (int i = 0; i < 3; i++) {
                Caller caller = new Caller(id(i), Role.DOCTOR, id(i), "", false);
                List<String> expected = ids.stream()
                        .filter(report -> isReadable(it.reports(), caller, report))
                        .toList();
                assertThat(expected).hasSizeBetween(100, REPORTS - 1);
                for (int most : new int[] {7, 1000}) {
                    assertThat(byPages(it.reports(), caller, most)).isEqualTo(expected);
                }
            }
        });
    }

    @Test
    void accountsComeInTheOrderInWhichTheyWereMadeWithWhatTheyLeft() throws Exception {
        TestStore store = TestStore.made(scratch.resolve("store"));
        store.aside(it -> {
            it.database().write(handle -> {
                addAccounts(handle);
                addReports(handle, new SplittableRandom(1), 0);
                handle.execute("delete from report where id < ?", id(9));
                return true;
            });
            List<Accounts.View> found = new ArrayList<>();
            Accounts.Page page = new Accounts.Page(List.of(), true);
            while (page.more()) {
                page = it.accounts()
                        .all(found.isEmpty() ? "" : found.get(found.size() - 1).id(), 9);
                found.addAll(page.accounts());
            }
            assertThat(found).hasSize(ACCOUNTS).doesNotHaveDuplicates();
            assertThat(found).extracting(Accounts.View::created).isSorted();
            for (Accounts.View account : found) {
                long used = it.database().read(handle -> handle.createQuery(
                                "select coalesce(sum(payload_bytes), 0) from report where owner = ?")
                        .bind(0, account.id())
                        .mapTo(Long.class)
                        .one());
                assertThat(account.usedBytes()).isEqualTo(used);
            }
            assertThat(found).extracting(Accounts.View::usedBytes).anyMatch(used -> used > 0);
        });
    }
}

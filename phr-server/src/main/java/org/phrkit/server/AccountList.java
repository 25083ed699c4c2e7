package org.phrkit.server;

import java.io.IOException;
import java.util.concurrent.Callable;
import org.phrkit.server.accounts.Accounts;
import org.phrkit.server.problem.Problem;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** Lists accounts. */
@Command(
        name = "accounts",
        headerHeading = "List the accounts:%n" + "  phr-server accounts /srv/phr%n%n",
        description = "List the accounts: id, role, fingerprint of the key, use of space, and whether the account is "
                + "suspended.")
final class AccountList implements Callable<Integer> {
    private static final int PAGE = 1000;

    @Mixin
    private FolderOptions folder = new FolderOptions();

    @Override
    public Integer call() throws IOException, Refused, Problem {
        try (Store store = folder.open()) {
            Accounts.Page page = store.accounts().all("", PAGE);
            page.accounts().forEach(AccountList::print);
            while (page.more()) {
                String last = page.accounts().get(page.accounts().size() - 1).id();
                page = store.accounts().all(last, PAGE);
                page.accounts().forEach(AccountList::print);
            }
        }
        return 0;
    }

    private static void print(Accounts.View account) {
        System.out.println(account.id() + "  " + account.role() + "  " + account.signer() + "  "
                + account.usedBytes() + " of " + account.quotaBytes() + " bytes"
                + (account.suspended() ? "  suspended" : ""));
    }
}

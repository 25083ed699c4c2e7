package org.phrkit.server;

import java.util.concurrent.Callable;
import org.phrkit.server.web.Pages;
import picocli.CommandLine.Command;

/** Lists the files of the pages. */
@Command(
        name = "pages",
        headerHeading = "Print the hashes of this version's pages, for phr store pages:%n" + "  phr-server pages%n%n",
        description = {
            "List the files of the pages that this version serves, each with its SHA-384.",
            "phr store pages URL prints the same list of what a store really serves."
        })
final class PageList implements Callable<Integer> {
    @Override
    public Integer call() {
        System.out.print(Pages.load().list());
        return 0;
    }
}

package org.phrkit.cli.store;

import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** All that is done at a store. */
@Command(
        name = "store",
        headerHeading = "Leave a report for a doctor at the store that you have joined:%n"
                + "  phr store put --for doctor-a report.pdf%n%n",
        description = {
            "Leave reports at a store, fetch those that others left for you, and say who may read them.",
            "The keys and the membership of this device are in the folder $XDG_CONFIG_HOME/phr/store, or in "
                    + "~/.config/phr/store without that variable."
        },
        subcommands = {
            Join.class,
            Recover.class,
            Enrol.class,
            Card.class,
            Put.class,
            ReportList.class,
            Get.class,
            Grant.class,
            Revoke.class,
            Remove.class,
            Export.class,
            Devices.class,
            StoreLog.class,
            Watch.class,
            ComparePages.class,
            WhoAmI.class,
            Forget.class
        })
public final class StoreCommands implements Runnable {
    @Spec
    private CommandSpec spec = CommandSpec.create();

    @Override
    public void run() {
        throw new ParameterException(
                spec.commandLine(),
                "a command is missing: join, recover, enrol, card, put, list, get, grant, revoke, rm, "
                        + "export, device, log, watch, pages, whoami or forget");
    }
}

package org.phrkit.cli.store;

import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import org.phrkit.cli.shell.ExitCode;
import org.phrkit.cli.shell.Json;
import org.phrkit.cli.shell.TextTable;
import org.phrkit.client.StoreClient;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** The devices of the account. */
@Command(
        name = "device",
        description = "Look at the devices of your account.",
        subcommands = {Devices.Listing.class})
final class Devices implements Runnable {
    @Spec
    private CommandSpec spec = CommandSpec.create();

    @Override
    public void run() {
        throw new ParameterException(spec.commandLine(), "what to do with devices is missing: list");
    }

    /** Shows all. */
    @Command(name = "list", description = "Show the devices that may ask in your name.")
    static final class Listing implements Callable<Integer> {
        @Option(names = "--json", description = "Print JSON.")
        private boolean json;

        @Override
        public Integer call() throws IOException {
            List<StoreClient.Device> devices = StoreFolder.ofUser().at(StoreClient::devices);
            if (json) {
                System.out.println(new Json()
                        .add("devices", devices.stream().map(Listing::members).toList())
                        .text());
                return ExitCode.DONE;
            }
            TextTable table = new TextTable();
            for (StoreClient.Device device : devices) {
                table.row(List.of(device.key(), device.created().toString(), device.isCurrent() ? "this one" : ""));
            }
            table.lines().forEach(System.out::println);
            return ExitCode.DONE;
        }

        private static Map<String, Object> members(StoreClient.Device device) {
            Map<String, Object> members = new LinkedHashMap<>();
            members.put("key", device.key());
            members.put("created", device.created().toString());
            members.put("current", device.isCurrent());
            return members;
        }
    }
}

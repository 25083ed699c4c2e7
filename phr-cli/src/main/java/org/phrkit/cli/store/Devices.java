package org.phrkit.cli.store;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import org.phrkit.age.Age;
import org.phrkit.age.KeyIdentity;
import org.phrkit.age.ScryptRecipient;
import org.phrkit.cli.files.Output;
import org.phrkit.cli.keys.PassphraseOptions;
import org.phrkit.cli.shell.ExitCode;
import org.phrkit.cli.shell.Failure;
import org.phrkit.cli.shell.Json;
import org.phrkit.cli.shell.Terminal;
import org.phrkit.cli.shell.TextTable;
import org.phrkit.client.MediationClient;
import org.phrkit.client.Membership;
import org.phrkit.client.NewDevice;
import org.phrkit.client.StoreClient;
import org.phrkit.mediation.MediatedRecipient;
import org.phrkit.sign.SigningKey;
import org.phrkit.store.DeviceCertificate;
import org.phrkit.store.OwnerKeys;
import org.phrkit.store.PluginIdentity;
import org.phrkit.store.RequestKey;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** The devices of the account. */
@Command(
        name = "device",
        description = "Look at the devices of your account, add and remove them.",
        subcommands = {
            Devices.Listing.class,
            Devices.Add.class,
            Devices.Approve.class,
            Devices.Remove.class,
            DeviceIdentity.class
        })
final class Devices implements Runnable {
    /** What the store calls the part on paper. */
    private static final String RECOVERY = "recovery";

    @Spec
    private CommandSpec spec = CommandSpec.create();

    @Override
    public void run() {
        throw new ParameterException(
                spec.commandLine(), "what to do with devices is missing: list, add, approve, remove or identity");
    }

    /** Shows all. */
    @Command(
            name = "list",
            description = {
                "Show the devices that may ask in your name.",
                "One that is asleep opens nothing together with the store until it is approved."
            })
    static final class Listing implements Callable<Integer> {
        @Option(names = "--json", description = "Print JSON.")
        private boolean json;

        @Override
        public Integer call() throws IOException {
            StoreFolder folder = StoreFolder.ofUser();
            boolean isMediated = folder.contactCard().mediated().isPresent();
            List<Row> rows = folder.at(client ->
                    rows(client.devices(), isMediated ? client.mediation().parts() : List.of()));
            if (json) {
                System.out.println(new Json()
                        .add("devices", rows.stream().map(Listing::members).toList())
                        .text());
                return ExitCode.DONE;
            }
            TextTable table = new TextTable();
            for (Row row : rows) {
                table.row(List.of(
                        row.device.key(),
                        row.device.created().toString(),
                        row.device.isCurrent() ? "this one" : "",
                        row.state.isEmpty() ? "" : row.state.equals("active") ? "opens" : row.state));
            }
            table.lines().forEach(System.out::println);
            return ExitCode.DONE;
        }

        /** A device, and how its part stands; nothing where it has none. */
        private record Row(StoreClient.Device device, String state) {}

        private static List<Row> rows(List<StoreClient.Device> devices, List<MediationClient.Part> parts) {
            List<Row> rows = new ArrayList<>();
            for (StoreClient.Device device : devices) {
                rows.add(new Row(
                        device,
                        partOf(parts, device.key())
                                .map(MediationClient.Part::state)
                                .orElse("")));
            }
            return rows;
        }

        private static Map<String, Object> members(Row row) {
            Map<String, Object> members = new LinkedHashMap<>();
            members.put("key", row.device.key());
            members.put("created", row.device.created().toString());
            members.put("current", row.device.isCurrent());
            if (!row.state.isEmpty()) {
                members.put("part", row.state);
            }
            return members;
        }
    }

    private static Optional<MediationClient.Part> partOf(List<MediationClient.Part> parts, String device) {
        return parts.stream().filter(part -> part.device().equals(device)).findFirst();
    }

    /** Makes ready another one. */
    @Command(
            name = "add",
            description = {
                "Make ready another device of yours: a file with a passphrase, which phr store join takes there.",
                "Reports that open together with the store open there once the device is approved: from a third device, "
                        + "with the recovery key, or by who runs the store."
            })
    static final class Add implements Callable<Integer> {
        @Option(
                names = {"-o", "--output"},
                required = true,
                paramLabel = "FILE",
                description = "Write the file here (mode 0600); destroy it when the other device has it.")
        private @Nullable String file;

        @Mixin
        private PassphraseOptions passphraseOptions = new PassphraseOptions();

        @Override
        public Integer call() throws IOException {
            StoreFolder folder = StoreFolder.ofUser();
            Membership membership = folder.membership();
            char[] passphrase = passphraseOptions.passphrases().askNew("new passphrase of the file: ");
            try (Output out = Output.open(file, Output.Privacy.KEY, Output.Replacing.NEVER);
                    KeyIdentity identity = folder.identity();
                    SigningKey signing = folder.signing();
                    RequestKey key = RequestKey.generate(new SecureRandom());
                    ScryptRecipient recipient = new ScryptRecipient(passphrase, ScryptRecipient.DEFAULT_WORK_FACTOR)) {
                Optional<PluginIdentity> doctor = folder.at(client -> {
                    client.addDevice(new DeviceCertificate(
                                    signing.verificationKey(),
                                    membership.store().fingerprintHex(),
                                    key.publicKey(),
                                    Instant.now())
                            .sign(signing));
                    return folder.isDoctor() ? Optional.of(part(client, folder, key)) : Optional.empty();
                });
                NewDevice device = new NewDevice(
                        membership.with(key),
                        folder.card(),
                        new OwnerKeys(identity, signing, Optional.empty()),
                        doctor,
                        folder.recoveryKey(),
                        Optional.empty());
                byte[] text = device.exposeText().getBytes(StandardCharsets.UTF_8);
                Age.encrypt(List.of(recipient), new ByteArrayInputStream(text), out.stream(), new SecureRandom());
                Arrays.fill(text, (byte) 0);
                doctor.ifPresent(own -> own.doctor().close());
                out.commit();
                Terminal.say("device " + key.publicKey() + "; take the file there: phr store join FILE");
                if (doctor.isPresent()) {
                    Terminal.say("it sleeps until it is approved: phr store device approve " + key.publicKey()
                            + " --recovery-key FILE");
                }
            } finally {
                Arrays.fill(passphrase, '\0');
            }
            return ExitCode.DONE;
        }

        private static PluginIdentity part(StoreClient client, StoreFolder folder, RequestKey key) throws IOException {
            MediatedRecipient recipient = folder.contactCard()
                    .mediated()
                    .orElseThrow(() -> new Failure(ExitCode.MALFORMED, "the card of this device is of no doctor"));
            try (PluginIdentity mine = folder.doctor()) {
                MediationClient.DevicePart made = client.mediation()
                        .add(new MediationClient.DevicePart(mine.part(), mine.doctor()), recipient, key.publicKey());
                return new PluginIdentity(made.id(), made.part(), key, mine.store(), mine.origin());
            }
        }
    }

    /** A device, and the recovery key where it is at hand. */
    private static final class Named {
        @Option(
                names = "--recovery-key",
                paramLabel = "FILE",
                description = "The recovery key that join made, or that phr store recover brought back.")
        private @Nullable Path recoveryFile;

        @Parameters(paramLabel = "DEVICE", description = "The key of the device, as list shows it.")
        private String device = "";

        private Optional<SigningKey> recovery() throws IOException {
            Path keyFile = recoveryFile;
            return keyFile == null ? Optional.empty() : Optional.of(StoreFolder.signingKey(keyFile));
        }
    }

    /** Lets one open. */
    @Command(
            name = "approve",
            description =
                    "Let another device of yours open reports together with the store. Without the recovery key, the "
                            + "device that made it ready cannot approve it.")
    static final class Approve implements Callable<Integer> {
        @Mixin
        private Named named = new Named();

        @Override
        public Integer call() throws IOException {
            Optional<SigningKey> recovery = named.recovery();
            try {
                StoreFolder.ofUser().at(client -> {
                    MediationClient mediation = client.mediation();
                    MediationClient.Part part = partOf(mediation.parts(), named.device)
                            .filter(each -> !each.device().equals(RECOVERY))
                            .orElseThrow(() -> new Failure(
                                    ExitCode.COULD_NOT,
                                    "the account has no such device that sleeps",
                                    "phr store device list shows all"));
                    mediation.approve(part.id(), recovery);
                    return true;
                });
            } finally {
                recovery.ifPresent(SigningKey::close);
            }
            Terminal.say("it opens reports from now on");
            return ExitCode.DONE;
        }
    }

    /** Shuts one out. */
    @Command(
            name = "remove",
            description = {
                "Shut a device of yours out, and delete the store's part for it: a stolen one opens nothing any more "
                        + "together with the store. One that opens reports with it is removed with the recovery key.",
                "Says what the device opens all the same: reports for the key that is on all your devices."
            })
    static final class Remove implements Callable<Integer> {
        @Mixin
        private Named named = new Named();

        @Override
        public Integer call() throws IOException {
            Optional<SigningKey> recovery = named.recovery();
            StoreFolder folder = StoreFolder.ofUser();
            try {
                folder.at(client -> {
                    client.mediation().removeDevice(named.device, recovery);
                    return true;
                });
            } finally {
                recovery.ifPresent(SigningKey::close);
            }
            Terminal.say("removed");
            // All devices have the key that opens what was encrypted to the account itself.
            Terminal.say("who has it asks the store for nothing any more, and opens what he kept: reports that are for "
                    + "your own key, and titles");
            if (folder.isDoctor()) {
                Terminal.say(
                        "reports that open together with the store stay closed to him, and open on your others; the "
                                + "part on paper and the recovery key stay good");
            }
            return ExitCode.DONE;
        }
    }
}

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
        headerHeading = "List your devices:%n" + "  phr store device list%n%n",
        description = "List the devices of your account, add devices and remove them.",
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
                spec.commandLine(), "a command is missing: list, add, approve, remove or identity");
    }

    /** Lists them. */
    @Command(
            name = "list",
            headerHeading = "List your devices:%n" + "  phr store device list%n%n",
            description = {
                "Show the devices that may act in your name.",
                "A device that is asleep opens nothing together with the store until it is approved."
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

    /** Prepares another device. */
    @Command(
            name = "add",
            headerHeading =
                    "Write the file with which another device joins:%n" + "  phr store device add -o telephone.age%n%n",
            description = {
                "Prepare another device of yours: write a file with a passphrase, which phr store join takes there.",
                "The new device opens reports together with the store only after it is approved: from a third "
                        + "device, with the recovery key, or by whoever runs the store."
            })
    static final class Add implements Callable<Integer> {
        @Option(
                names = {"-o", "--output"},
                required = true,
                paramLabel = "FILE",
                description = "Write to this file (mode 0600). Destroy it when the other device has joined.")
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
                description = "The recovery key, which phr store join made or phr store recover brought back.")
        private @Nullable Path recoveryFile;

        @Parameters(paramLabel = "DEVICE", description = "The key of the device, as phr store device list shows it.")
        private String device = "";

        private Optional<SigningKey> recovery() throws IOException {
            Path keyFile = recoveryFile;
            return keyFile == null ? Optional.empty() : Optional.of(StoreFolder.signingKey(keyFile));
        }
    }

    /** Approves a device. */
    @Command(
            name = "approve",
            headerHeading = "Let a device open reports together with the store:%n"
                    + "  phr store device approve --recovery-key recovery.key 3f9ac1d2%n%n",
            description = {
                "Let another device of yours open reports together with the store.",
                "Without the recovery key, the device that added the other one cannot approve it."
            })
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

    /** Removes a device. */
    @Command(
            name = "remove",
            headerHeading = "Shut out a device that was lost:%n"
                    + "  phr store device remove --recovery-key recovery.key 3f9ac1d2%n%n",
            description = {
                "Shut out a device of yours, and delete the store's part of the key for it.",
                "A stolen device then opens nothing more together with the store. To remove a device that opens "
                        + "reports with the store, give the recovery key.",
                "The command says what the device can still open: reports for the key that all your devices have."
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
            Terminal.say("whoever has the device can ask the store for nothing more, but can still open "
                    + "what is kept on it: reports for your own key, and titles");
            if (folder.isDoctor()) {
                Terminal.say("reports that open together with the store stay closed on it, and open "
                        + "on your other devices; the part on paper and the recovery key stay valid");
            }
            return ExitCode.DONE;
        }
    }
}

package org.phrkit.cli;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.lang.reflect.Field;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.ArgSpec;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.IGetter;
import picocli.CommandLine.Model.ISetter;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.Model.PositionalParamSpec;

/**
 * What picocli has to know of a command to read its arguments, written down by the build: to find it out from annotations takes
 * half of a start. It knows no help, and no command that has others; who asks for these, or types what is wrong, is answered from the
 * annotations.
 *
 * <p>A line of the resource has the command, names or index, arity, type, the types of its elements, whether it is required, what
 * separates values, the value if none is given, and the field that it goes to, as a path from the command's object.
 */
final class CommandModel {
    private static final String RESOURCE = "commands.txt";

    private static final String NONE = "-";

    private CommandModel() {}

    /** Writes the resource below this folder of classes. */
    public static void main(String[] args) throws IOException {
        Path file = Path.of(args[0])
                .resolve(CommandModel.class.getPackageName().replace('.', '/'))
                .resolve(RESOURCE);
        Files.writeString(file, String.join("\n", lines()) + "\n");
    }

    /** Of all commands that have no others. */
    static List<String> lines() {
        List<String> lines = new ArrayList<>();
        Phr.complete(new Phr()).getSubcommands().forEach((name, command) -> {
            if (command.getSubcommands().isEmpty()) {
                IdentityHashMap<Object, String> paths = new IdentityHashMap<>();
                find(command.getCommand(), "", paths);
                command.getCommandSpec().args().stream()
                        .filter(arg -> !arg.inherited() && !isHelp(arg))
                        .forEach(arg -> lines.add(line(name, arg, paths)));
            }
        });
        return lines;
    }

    private static boolean isHelp(ArgSpec arg) {
        return arg instanceof OptionSpec option && (option.usageHelp() || option.versionHelp());
    }

    /** The objects that options are read into. */
    private static void find(Object holder, String path, IdentityHashMap<Object, String> paths) {
        paths.put(holder, path);
        for (Field field : holder.getClass().getDeclaredFields()) {
            if (field.isAnnotationPresent(Mixin.class)) {
                find(value(field, holder), path + field.getName() + ".", paths);
            }
        }
    }

    private static String line(String command, ArgSpec arg, IdentityHashMap<Object, String> paths) {
        Field field = (Field) arg.userObject();
        String holder;
        try {
            holder = paths.get(arg.scope().get());
        } catch (Exception e) {
            throw new IllegalStateException("an option has no object", e);
        }
        return String.join(
                "\t",
                command,
                arg instanceof OptionSpec option
                        ? String.join(" ", option.names())
                        : ((PositionalParamSpec) arg).index().toString(),
                arg.arity().toString(),
                arg.type().getName(),
                Arrays.stream(arg.auxiliaryTypes()).map(Class::getName).collect(Collectors.joining(" ")),
                arg.required() ? "required" : NONE,
                arg.splitRegex().isEmpty() ? NONE : arg.splitRegex(),
                arg.defaultValue() == null ? NONE : arg.defaultValue(),
                holder + field.getName());
    }

    /**
     * A command whose arguments are read without annotations; nothing where none were written down for it.
     *
     * @param debug is told of {@code --debug}, which all commands take
     */
    static Optional<CommandLine> commandLine(String name, Object command, ISetter debug) {
        InputStream resource = CommandModel.class.getResourceAsStream(RESOURCE);
        if (resource == null) {
            return Optional.empty();
        }
        CommandSpec spec = CommandSpec.wrapWithoutInspection(command).name(name);
        boolean isKnown = false;
        try (BufferedReader lines =
                new BufferedReader(new InputStreamReader(resource, StandardCharsets.UTF_8.newDecoder()))) {
            for (String line = lines.readLine(); line != null; line = lines.readLine()) {
                if (line.startsWith(name) && line.charAt(name.length()) == '\t') {
                    spec.add(arg(line.split("\t", -1), command));
                    isKnown = true;
                }
            }
        } catch (IOException | ReflectiveOperationException e) {
            throw new IllegalStateException("the model of the commands does not fit them", e);
        }
        if (!isKnown) {
            return Optional.empty();
        }
        spec.addOption(OptionSpec.builder("--debug")
                .type(boolean.class)
                .arity("0")
                .hasInitialValue(false)
                .setter(debug)
                .build());
        return Optional.of(new CommandLine(spec));
    }

    private static ArgSpec arg(String[] cells, Object command) throws ReflectiveOperationException {
        String[] path = cells[8].split("\\.", -1);
        Object holder = command;
        for (int i = 0; i < path.length - 1; i++) {
            holder = value(holder.getClass().getDeclaredField(path[i]), holder);
        }
        Target target = new Target(holder.getClass().getDeclaredField(path[path.length - 1]), holder);
        Class<?> type = type(cells[3]);
        Class<?>[] elements = elements(type, cells[4]);
        String split = cells[6].equals(NONE) ? "" : cells[6];
        String value = cells[7].equals(NONE) ? null : cells[7];
        boolean isRequired = cells[5].equals("required");
        return Character.isDigit(cells[1].charAt(0))
                ? PositionalParamSpec.builder()
                        .index(cells[1])
                        .arity(cells[2])
                        .type(type)
                        .auxiliaryTypes(elements)
                        .required(isRequired)
                        .splitRegex(split)
                        .defaultValue(value)
                        .hasInitialValue(false)
                        .getter(target)
                        .setter(target)
                        .build()
                : OptionSpec.builder(cells[1].split(" ", -1))
                        .arity(cells[2])
                        .type(type)
                        .auxiliaryTypes(elements)
                        .required(isRequired)
                        .splitRegex(split)
                        .defaultValue(value)
                        .hasInitialValue(false)
                        .getter(target)
                        .setter(target)
                        .build();
    }

    /** The field of an object; its initial value is that of the field. */
    private record Target(Field field, Object holder) implements IGetter, ISetter {
        @Override
        @SuppressWarnings({"unchecked", "TypeParameterUnusedInFormals"}) // as picocli has it
        public <T> T get() {
            return (T) value(field, holder);
        }

        @Override
        @SuppressWarnings("unchecked")
        public <T> T set(T value) {
            T before = (T) value(field, holder);
            put(field, holder, value);
            return before;
        }
    }

    private static Class<?>[] elements(Class<?> type, String names) throws ClassNotFoundException {
        if (names.isEmpty()) {
            return new Class<?>[] {type};
        }
        String[] all = names.split(" ", -1);
        Class<?>[] types = new Class<?>[all.length];
        for (int i = 0; i < all.length; i++) {
            types[i] = type(all[i]);
        }
        return types;
    }

    private static Class<?> type(String name) throws ClassNotFoundException {
        return switch (name) {
            case "boolean" -> boolean.class;
            case "int" -> int.class;
            case "long" -> long.class;
            default -> Class.forName(name);
        };
    }

    private static Object value(Field field, Object holder) {
        try {
            field.setAccessible(true);
            return field.get(holder);
        } catch (IllegalAccessException e) {
            throw new IllegalStateException(e);
        }
    }

    private static void put(Field field, Object holder, @Nullable Object value) {
        try {
            field.setAccessible(true);
            field.set(holder, value);
        } catch (IllegalAccessException e) {
            throw new IllegalStateException(e);
        }
    }
}

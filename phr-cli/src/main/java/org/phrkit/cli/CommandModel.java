package org.phrkit.cli;

import java.io.IOException;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.lang.reflect.Field;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.IdentityHashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;
import javax.tools.ToolProvider;
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
 * The model by which picocli reads the arguments of a command, written down by the build: finding it in the annotations
 * would take half of a start. It knows no help, and no command that has others; who asks for these, or types what is wrong,
 * is answered from the annotations.
 *
 * <p>It is written as a class, which is loaded with all others, where a resource would have to be looked for in the jar. Each
 * command has a text, whose lines have names or index, arity, type, the types of its elements, whether it is required, what
 * separates values, the value if none is given, and the field that it goes to, as a path from the command's object.
 */
final class CommandModel {
    private static final String CLASS_NAME = "CommandLines";

    private static final String NONE = "-";

    private CommandModel() {}

    /** Writes the class below this folder of classes. */
    public static void main(String[] args) throws IOException {
        StringBuilder cases = new StringBuilder();
        lines().forEach((name, lines) -> cases.append("            case \"%s\" -> \"%s\";%n"
                .formatted(
                        name,
                        String.join("\n", lines)
                                .replace("\\", "\\\\")
                                .replace("\"", "\\\"")
                                .replace("\t", "\\t")
                                .replace("\n", "\\n"))));
        Path folder = Files.createTempDirectory("phr");
        Path source = folder.resolve(CLASS_NAME + ".java");
        Files.writeString(source, """
                package %s;

                public final class %s implements java.util.function.UnaryOperator<String> {
                    public String apply(String name) {
                        return switch (name) {
                %s            default -> "";
                        };
                    }
                }
                """.formatted(CommandModel.class.getPackageName(), CLASS_NAME, cases));
        int status = ToolProvider.getSystemJavaCompiler()
                .run(null, null, null, "-proc:none", "--release", "17", "-d", args[0], source.toString());
        Files.delete(source);
        Files.delete(folder);
        if (status != 0) {
            throw new IOException("the model of the commands cannot be compiled");
        }
    }

    /** The lines of all commands without subcommands, by their names. */
    static Map<String, List<String>> lines() {
        Map<String, List<String>> all = new LinkedHashMap<>();
        Phr.complete(new Phr()).getSubcommands().forEach((name, command) -> {
            if (command.getSubcommands().isEmpty()) {
                IdentityHashMap<Object, String> paths = new IdentityHashMap<>();
                find(command.getCommand(), "", paths);
                List<String> lines = new ArrayList<>();
                command.getCommandSpec().args().stream()
                        .filter(arg -> !arg.inherited() && !isHelp(arg))
                        .forEach(arg -> lines.add(line(arg, paths)));
                if (!lines.isEmpty()) {
                    all.put(name, lines);
                }
            }
        });
        return all;
    }

    private static boolean isHelp(ArgSpec arg) {
        return arg instanceof OptionSpec option && (option.usageHelp() || option.versionHelp());
    }

    /** Finds the objects that options are read into. */
    private static void find(Object holder, String path, IdentityHashMap<Object, String> paths) {
        paths.put(holder, path);
        for (Field field : holder.getClass().getDeclaredFields()) {
            if (field.isAnnotationPresent(Mixin.class)) {
                find(value(handle(holder, field.getName()), holder), path + field.getName() + ".", paths);
            }
        }
    }

    private static String line(ArgSpec arg, IdentityHashMap<Object, String> paths) {
        Field field = (Field) arg.userObject();
        String holder;
        try {
            holder = paths.get(arg.scope().get());
        } catch (Exception e) {
            throw new IllegalStateException("an option has no object", e);
        }
        return String.join(
                "\t",
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

    /** The lines of a command; none where none were written down for it. */
    @SuppressWarnings("unchecked")
    private static String written(String name) {
        try {
            UnaryOperator<String> lines = Class.forName(CommandModel.class.getPackageName() + "." + CLASS_NAME)
                    .asSubclass(UnaryOperator.class)
                    .getDeclaredConstructor()
                    .newInstance();
            return lines.apply(name);
        } catch (ReflectiveOperationException e) {
            return "";
        }
    }

    /**
     * A command whose arguments are read without annotations; empty if no model was written down for it.
     *
     * @param debug is told of {@code --debug}, which all commands take
     */
    static Optional<CommandLine> commandLine(String name, Object command, ISetter debug) {
        String lines = written(name);
        if (lines.isEmpty()) {
            return Optional.empty();
        }
        CommandSpec spec = CommandSpec.wrapWithoutInspection(command).name(name);
        try {
            for (String line : lines.split("\n", -1)) {
                spec.add(arg(line.split("\t", -1), command));
            }
        } catch (ReflectiveOperationException e) {
            throw new IllegalStateException("the model of the commands does not fit them", e);
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
        String[] path = cells[7].split("\\.", -1);
        Object holder = command;
        for (int i = 0; i < path.length - 1; i++) {
            holder = value(handle(holder, path[i]), holder);
        }
        Target target = new Target(handle(holder, path[path.length - 1]), holder);
        Class<?> type = type(cells[2]);
        Class<?>[] elements = elements(type, cells[3]);
        String split = cells[5].equals(NONE) ? "" : cells[5];
        String value = cells[6].equals(NONE) ? null : cells[6];
        boolean isRequired = cells[4].equals("required");
        return Character.isDigit(cells[0].charAt(0))
                ? PositionalParamSpec.builder()
                        .index(cells[0])
                        .arity(cells[1])
                        .type(type)
                        .auxiliaryTypes(elements)
                        .required(isRequired)
                        .splitRegex(split)
                        .defaultValue(value)
                        .hasInitialValue(false)
                        .getter(target)
                        .setter(target)
                        .build()
                : OptionSpec.builder(cells[0].split(" ", -1))
                        .arity(cells[1])
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
    private record Target(VarHandle field, Object holder) implements IGetter, ISetter {
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

    /** Fields are reached by handles, as the first {@link Field#set} takes a tenth of a start. */
    private static VarHandle handle(Object holder, String name) {
        Class<?> type = holder.getClass();
        try {
            return MethodHandles.privateLookupIn(type, MethodHandles.lookup())
                    .unreflectVarHandle(type.getDeclaredField(name));
        } catch (ReflectiveOperationException e) {
            throw new IllegalStateException("the model of the commands does not fit them", e);
        }
    }

    // Java compiles code for each use of a handle by types that are not its own.
    private static Object value(VarHandle field, Object holder) {
        if (field.varType() == boolean.class) {
            return (boolean) field.get(holder);
        }
        if (field.varType() == int.class) {
            return (int) field.get(holder);
        }
        return (Object) field.get(holder);
    }

    private static void put(VarHandle field, Object holder, @Nullable Object value) {
        if (field.varType() == boolean.class) {
            field.set(holder, (boolean) Objects.requireNonNull(value));
        } else if (field.varType() == int.class) {
            field.set(holder, (int) Objects.requireNonNull(value));
        } else {
            field.set(holder, value);
        }
    }
}

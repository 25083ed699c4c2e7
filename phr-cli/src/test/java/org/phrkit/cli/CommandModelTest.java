package org.phrkit.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.lang.reflect.Field;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Random;
import java.util.function.Supplier;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import picocli.CommandLine;
import picocli.CommandLine.Model.ISetter;
import picocli.CommandLine.ParameterException;

/** Against picocli with its annotations. */
class CommandModelTest {
    private static final ISetter UNSEEN = new ISetter() {
        @Override
        public <T> T set(T value) {
            return value;
        }
    };

    static List<String> commands() {
        return List.copyOf(CommandModel.lines().keySet());
    }

    @ParameterizedTest
    @MethodSource("commands")
    void argumentsGoToTheSameFields(String name) throws Exception {
        List<String[]> known = Objects.requireNonNull(CommandModel.lines().get(name)).stream()
                .map(line -> line.split("\t", -1))
                .toList();
        int read = 0;
        for (int seed = 0; seed < 300; seed++) {
            String[] arguments = arguments(known, new Random(seed));
            Supplier<Object> commands = Objects.requireNonNull(Phr.commands().get(name));
            CommandLine annotated = new CommandLine(commands.get());
            Object command = commands.get();
            CommandLine quick = CommandModel.commandLine(name, command, UNSEEN).orElseThrow();
            String refused = refusal(annotated, arguments);
            assertThat(refusal(quick, arguments))
                    .as(String.join(" ", arguments))
                    .isEqualTo(refused);
            if (refused.isEmpty()) {
                read++;
                for (String[] cells : known) {
                    assertThat(value(command, cells[7]))
                            .as(cells[0] + " of " + String.join(" ", arguments))
                            .isEqualTo(value(annotated.getCommand(), cells[7]));
                }
            }
        }
        assertThat(read).as("how many were not refused").isGreaterThan(20);
    }

    private static String[] arguments(List<String[]> known, Random random) {
        List<String> arguments = new ArrayList<>();
        for (String[] cells : known) {
            boolean isPositional = Character.isDigit(cells[0].charAt(0));
            if (cells[4].equals("required") || random.nextInt(5) == 0) {
                String[] names = cells[0].split(" ", -1);
                String argument = names[random.nextInt(names.length)];
                if (!isPositional) {
                    arguments.add(argument);
                }
                if (isPositional || !cells[1].equals("0")) {
                    arguments.add(argument(cells, random));
                }
            }
        }
        return arguments.toArray(String[]::new);
    }

    private static String argument(String[] cells, Random random) {
        String type = cells[3].isEmpty() ? cells[2] : cells[3];
        try {
            Class<?> named = Class.forName(type);
            if (named.isEnum()) {
                Object[] all = named.getEnumConstants();
                return all[random.nextInt(all.length)].toString();
            }
        } catch (ClassNotFoundException e) {
            return random.nextInt(30) == 0 ? "x" : "3";
        }
        return random.nextInt(20) == 0 ? "a,b" : "" + random.nextInt(100);
    }

    private static String refusal(CommandLine commandLine, String... arguments) {
        try {
            commandLine.parseArgs(arguments);
            return "";
        } catch (ParameterException e) {
            return e.getClass().getSimpleName();
        }
    }

    private static Object value(Object command, String path) throws ReflectiveOperationException {
        Object at = command;
        for (String name : path.split("\\.", -1)) {
            Field field = at.getClass().getDeclaredField(name);
            field.setAccessible(true);
            at = field.get(at);
            if (at == null) {
                return "nothing";
            }
        }
        return at;
    }
}

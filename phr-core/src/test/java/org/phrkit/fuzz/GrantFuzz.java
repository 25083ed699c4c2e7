package org.phrkit.fuzz;

import java.io.IOException;
import java.io.UncheckedIOException;
import org.phrkit.input.BadInputException;
import org.phrkit.input.Utf8;
import org.phrkit.report.GrantChain;
import org.phrkit.report.GrantStatement;

/** Grants and statements that are accepted are written again with the same content. */
public final class GrantFuzz {
    private GrantFuzz() {}

    public static void fuzzerTestOneInput(byte[] data) {
        try {
            String text = Utf8.text(data);
            statement(text);
            GrantChain chain = GrantChain.parse(text);
            if (chain.grants().size() > GrantChain.LIMIT
                    || !GrantChain.parse(chain.json()).equals(chain)) {
                throw new AssertionError("the grants are written otherwise than they were read");
            }
        } catch (BadInputException e) {
            return;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static void statement(String text) throws BadInputException {
        GrantStatement statement;
        try {
            statement = GrantStatement.parse(text);
        } catch (BadInputException e) {
            return;
        }
        if (statement.json().length() <= GrantStatement.LIMIT_LENGTH
                && !GrantStatement.parse(statement.json()).equals(statement)) {
            throw new AssertionError("the statement is written otherwise than it was read");
        }
    }
}

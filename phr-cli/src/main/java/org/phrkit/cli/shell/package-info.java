/** What a command says, and with which exit status it ends: failures and their hints, the terminal, JSON, tables of text, progress. */
@NullMarked
package org.phrkit.cli.shell;

import org.jspecify.annotations.NullMarked;

/** The {@code phr} command, one class per subcommand. */
@NullMarked
package org.phrkit.cli;

import org.jspecify.annotations.NullMarked;

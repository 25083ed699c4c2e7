/** The command that makes a release of a table. */
@NullMarked
package org.phrkit.cli.aggregate;

import org.jspecify.annotations.NullMarked;

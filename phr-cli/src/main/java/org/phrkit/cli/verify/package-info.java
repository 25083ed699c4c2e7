/** The command that checks a release. */
@NullMarked
package org.phrkit.cli.verify;

import org.jspecify.annotations.NullMarked;

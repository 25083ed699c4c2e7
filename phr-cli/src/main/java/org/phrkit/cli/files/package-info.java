/** What a command reads and writes: files that appear under their names only when they are complete. */
@NullMarked
package org.phrkit.cli.files;

import org.jspecify.annotations.NullMarked;

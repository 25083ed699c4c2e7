/** Commands that pass files on: encrypt, decrypt, share, import, and the checks of files and shares. */
@NullMarked
package org.phrkit.cli.exchange;

import org.jspecify.annotations.NullMarked;

/**
 * Files that were once encrypted with RC4, to be read and encrypted anew in the age format. Nothing here writes RC4, and
 * nothing that was read is known to be what somebody wrote: RC4 has no integrity.
 */
@NullMarked
package org.phrkit.rc4;

import org.jspecify.annotations.NullMarked;

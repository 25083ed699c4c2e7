/**
 * Splitting a secret among custodians so that some of them restore it together and fewer do not: SLIP-0039
 * shares, the files that hold them, and commitments that tell a genuine share from another.
 */
@NullMarked
package org.phrkit.split;

import org.jspecify.annotations.NullMarked;

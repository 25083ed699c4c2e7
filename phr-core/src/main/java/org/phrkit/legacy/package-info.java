/**
 * RC4: the scheme of the paper that this toolkit set out from, to be measured; and files that were written with RC4, to
 * be read once and encrypted anew. Nothing here protects anything.
 */
@NullMarked
package org.phrkit.legacy;

import org.jspecify.annotations.NullMarked;

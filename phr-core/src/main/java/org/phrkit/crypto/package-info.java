/** The only room that touches {@code javax.crypto} or Bouncy Castle. */
@NullMarked
package org.phrkit.crypto;

import org.jspecify.annotations.NullMarked;

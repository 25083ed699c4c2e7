/** Numbers about a table: the classes an adversary sees, what they give away, and what was lost. */
@NullMarked
package org.phrkit.privacy;

import org.jspecify.annotations.NullMarked;

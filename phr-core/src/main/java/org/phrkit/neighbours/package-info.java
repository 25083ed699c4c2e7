/** Points stored by column, and the searches over them. */
@NullMarked
package org.phrkit.neighbours;

import org.jspecify.annotations.NullMarked;

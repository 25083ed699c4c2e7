/** The {@code phr} command and its groups; what they are made of is in the rooms below. */
@NullMarked
package org.phrkit.cli;

import org.jspecify.annotations.NullMarked;

/** Who may read what: grants, the chains that they make, and their end. */
@NullMarked
package org.phrkit.server.grants;

import org.jspecify.annotations.NullMarked;

/** The log of the store: what nobody can change or take back without being found out. */
@NullMarked
package org.phrkit.server.log;

import org.jspecify.annotations.NullMarked;

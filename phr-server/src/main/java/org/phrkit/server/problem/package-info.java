/** What is answered when something cannot be. */
@NullMarked
package org.phrkit.server.problem;

import org.jspecify.annotations.NullMarked;

/** The {@code phr-server} command: makes a store, serves it, and keeps it whole. */
@NullMarked
package org.phrkit.server;

import org.jspecify.annotations.NullMarked;

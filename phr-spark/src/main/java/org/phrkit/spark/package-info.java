/** Releases of tables that are too large for one machine, made and checked on Apache Spark. */
@NullMarked
package org.phrkit.spark;

import org.jspecify.annotations.NullMarked;

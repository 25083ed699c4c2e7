/** Tables of patients: columns, their roles and kinds, CSV in and out. */
@NullMarked
package org.phrkit.table;

import org.jspecify.annotations.NullMarked;

/** What a user says of a table: the roles of its columns, and how it is written. */
@NullMarked
package org.phrkit.cli.table;

import org.jspecify.annotations.NullMarked;

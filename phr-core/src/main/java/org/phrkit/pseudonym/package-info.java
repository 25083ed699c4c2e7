/** Identifiers that join tables without naming a person, and orders of rows that do not either. */
@NullMarked
package org.phrkit.pseudonym;

import org.jspecify.annotations.NullMarked;

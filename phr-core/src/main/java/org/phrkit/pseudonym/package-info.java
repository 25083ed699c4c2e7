/** Identifiers that join tables without naming a person. */
@NullMarked
package org.phrkit.pseudonym;

import org.jspecify.annotations.NullMarked;

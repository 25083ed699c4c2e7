/**
 * What coverage-guided fuzzing calls: each target takes any bytes and must end, without an exception but those that
 * the library promises, and with what it read written again as it was.
 */
@NullMarked
package org.phrkit.fuzz;

import org.jspecify.annotations.NullMarked;

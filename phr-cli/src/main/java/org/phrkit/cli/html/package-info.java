/**
 * Pages for people: one self-contained HTML file, and the plots in it. What comes in is text and figures; nothing here
 * reads a file, computes a figure of a table's privacy, or knows a command.
 */
@NullMarked
package org.phrkit.cli.html;

import org.jspecify.annotations.NullMarked;

/** What may stand in a line of text that a person is to read and to believe. */
@NullMarked
package org.phrkit.text;

import org.jspecify.annotations.NullMarked;

/** JSON objects, written and read the same way by every room that keeps something in them. */
@NullMarked
package org.phrkit.json;

import org.jspecify.annotations.NullMarked;

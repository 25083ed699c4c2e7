/** Independent checks; nothing here trusts the code that made what is checked. */
@NullMarked
package org.phrkit.verify;

import org.jspecify.annotations.NullMarked;

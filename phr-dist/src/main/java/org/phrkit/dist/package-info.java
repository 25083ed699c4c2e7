/** What is made of the commands' own descriptions when they are packaged. */
@NullMarked
package org.phrkit.dist;

import org.jspecify.annotations.NullMarked;

/** The STREAM payload of an age file, in chunks of 64 KiB. */
@NullMarked
package org.phrkit.age.stream;

import org.jspecify.annotations.NullMarked;

/** Encrypted files in the age format, version 1 (C2SP age.md): encrypt, decrypt, inspect, and the keys for it. */
@NullMarked
package org.phrkit.age;

import org.jspecify.annotations.NullMarked;

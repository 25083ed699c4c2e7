/** From bytes to header text and back: stanzas, header, Bech32, strict base64. */
@NullMarked
package org.phrkit.age.format;

import org.jspecify.annotations.NullMarked;

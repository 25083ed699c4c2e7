/** Keys that a user names: passphrases, identities, recipients, signers, shares of keys. */
@NullMarked
package org.phrkit.cli.keys;

import org.jspecify.annotations.NullMarked;

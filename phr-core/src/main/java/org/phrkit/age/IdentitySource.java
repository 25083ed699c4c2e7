package org.phrkit.age;

import java.io.IOException;
import java.util.List;

/** Supplies identities when a file asks for them, and not before; see {@link Identity#onDemand}. */
@FunctionalInterface
public interface IdentitySource {
    /**
     * The identities. Asked once at most for each kind of file, when no identity that stands before opened it.
     *
     * @param isPassphrase whether the file is encrypted with a passphrase; if not, it is encrypted to keys
     * @return they are destroyed with the identity that stands for them; an empty list where there are none
     * @throws IOException to give up
     */
    List<? extends Identity> get(boolean isPassphrase) throws IOException;
}

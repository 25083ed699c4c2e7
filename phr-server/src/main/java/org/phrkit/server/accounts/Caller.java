package org.phrkit.server.accounts;

/**
 * Who sent a request, after its signature was checked.
 *
 * @param account the id of the account
 * @param role what it is for
 * @param signer the fingerprint of the key that signs its reports and grants
 * @param device the public key of the device that signed the request
 * @param suspended whether the account is shut out
 */
public record Caller(String account, Role role, String signer, String device, boolean suspended) {}

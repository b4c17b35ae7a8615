package dev.convoy.agent.remote;

import org.jspecify.annotations.Nullable;

/**
 * A credential as it is configured under {@code convoy.credentials.<name>}. All secrets are references:
 * {@code file:/path}, {@code env:NAME} or {@code aws-secrets-manager:NAME-OR-ARN}.
 *
 * @param type {@code ssh-key}, {@code ssh-password} or {@code winrm}
 * @param user user on the host
 * @param key private key, for ssh-key
 * @param passphrase of the key; absent = none
 * @param password for ssh-password and winrm
 * @param sudoPassword for SSH; absent = sudo asks for none
 * @param scheme {@code ntlm}, {@code kerberos} or {@code basic}, for winrm; absent = ntlm
 * @param https for winrm; absent = true
 */
public record CredentialSettings(
    @Nullable String type,
    @Nullable String user,
    @Nullable String key,
    @Nullable String passphrase,
    @Nullable String password,
    @Nullable String sudoPassword,
    @Nullable String scheme,
    @Nullable Boolean https) {

  @Override
  public String toString() {
    return "CredentialSettings[type=" + type + ", user=" + user + ", ***]";
  }
}

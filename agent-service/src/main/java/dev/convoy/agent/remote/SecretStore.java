package dev.convoy.agent.remote;

/** Where secrets are kept for others, such as AWS Secrets Manager. Safe for use by many threads. */
public interface SecretStore {

  /**
   * The text of a secret as it is now, never empty.
   *
   * @throws SecretFailure {@code SECRET_UNREACHABLE} when the store cannot be asked now, {@code SECRET_REFUSED} when it
   *     refuses for good, {@code SECRET_UNUSABLE} when what it holds is no text
   */
  String text(StoredSecret secret) throws SecretFailure;
}

package dev.convoy.kit.aws;

/** What a service may do to accounts. */
public enum AwsMode {

  /** It calls what is to be called. */
  ACT,

  /** It reads, and keeps what it would have called; nothing that changes anything leaves the client. */
  OBSERVE
}

package dev.convoy.agent.remote;

/**
 * A jump host: what a source host is entered through.
 *
 * @param target where it is; its server id is that of the source host, for messages
 */
public record Hop(HostTarget target, Credential.Ssh credential) {

  /** What tells one jump host, entered by one user, from another, whoever goes through it. */
  public record Way(HostTarget target, String user) {}

  /** The way that it is, for whatever source host. */
  public Way way() {
    return new Way(new HostTarget("", target.osFamily(), target.address(), target.port(), target.pinnedHostKey()),
        credential.user());
  }
}

package dev.convoy.agent.remote;

import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** What a source host is entered with. Holds secrets: {@code toString} shows none. */
public sealed interface Credential {

  /** Name of the user on the host. */
  String user();

  /** Every secret in it, for scrubbing. */
  List<String> secrets();

  /** Credential of an SSH host; says how root is reached. */
  sealed interface Ssh extends Credential {

    /** Password for sudo; null = sudo asks for none. */
    @Nullable String sudoPassword();
  }

  /**
   * A private key: text of an OpenSSH, PEM or PKCS#8 file; ed25519, ECDSA or RSA.
   *
   * @param certificate text of the OpenSSH certificate of the key; null = it has none
   */
  record SshKey(String user, String privateKey, @Nullable String passphrase, @Nullable String sudoPassword,
      @Nullable String certificate) implements Ssh {

    /** A key without a certificate. */
    public SshKey(String user, String privateKey, @Nullable String passphrase, @Nullable String sudoPassword) {
      this(user, privateKey, passphrase, sudoPassword, null);
    }

    @Override
    public List<String> secrets() {
      return present(privateKey, passphrase, sudoPassword);
    }

    @Override
    public String toString() {
      return "SshKey[user=" + user + ", ***]";
    }
  }

  /** A password. */
  record SshPassword(String user, String password, @Nullable String sudoPassword) implements Ssh {

    @Override
    public List<String> secrets() {
      return present(password, sudoPassword);
    }

    @Override
    public String toString() {
      return "SshPassword[user=" + user + ", ***]";
    }
  }

  /** A Windows password. */
  record WinRmPassword(String user, String password, Scheme scheme, boolean https) implements Credential {

    @Override
    public List<String> secrets() {
      return present(password);
    }

    @Override
    public String toString() {
      return "WinRmPassword[user=" + user + ", scheme=" + scheme + ", https=" + https + ", ***]";
    }
  }

  /** How WinRM authenticates. */
  enum Scheme { BASIC, NTLM, KERBEROS }

  private static List<String> present(@Nullable String... values) {
    return Stream.of(values).filter(Objects::nonNull).map(Objects::requireNonNull).toList();
  }
}

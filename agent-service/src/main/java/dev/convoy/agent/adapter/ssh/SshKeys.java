package dev.convoy.agent.adapter.ssh;

import com.hierynomus.sshj.userauth.certificate.Certificate;
import dev.convoy.agent.remote.Credential;
import dev.convoy.agent.remote.PushFailure;
import java.io.IOException;
import java.security.KeyPair;
import java.security.PublicKey;
import java.time.Instant;
import java.util.Arrays;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.Map;
import net.schmizz.sshj.SSHClient;
import net.schmizz.sshj.common.Buffer;
import net.schmizz.sshj.userauth.keyprovider.KeyPairWrapper;
import net.schmizz.sshj.userauth.keyprovider.KeyProvider;
import net.schmizz.sshj.userauth.password.PasswordFinder;
import net.schmizz.sshj.userauth.password.Resource;
import org.jspecify.annotations.Nullable;

/** Private keys, decrypted once and not once per host: a passphrase costs a tenth of a second of CPU. */
final class SshKeys {

  private static final int KEPT = 32;

  private final Map<Credential.SshKey, KeyPair> opened = new LinkedHashMap<>();

  KeyProvider provider(String serverId, Credential.SshKey key) throws PushFailure {
    KeyPair pair;
    synchronized (opened) {
      pair = opened.get(key);
    }
    if (pair == null) {
      pair = open(serverId, key);
      synchronized (opened) {
        if (opened.size() >= KEPT) {
          opened.clear();
        }
        opened.put(key, pair);
      }
    }
    return new KeyPairWrapper(key.certificate() == null ? pair : certified(serverId, key, key.certificate(), pair));
  }

  /** The certificate in place of the public key, if it holds: a host would only say that it refuses. */
  private static KeyPair certified(String serverId, Credential.SshKey key, String text, KeyPair pair) throws PushFailure {
    PublicKey shown = certificate(text);
    String wrong = "cannot be read";
    if (shown instanceof Certificate<?> certificate) {
      wrong = !HostCertificate.same(certificate.getKey(), pair.getPublic()) ? "belongs to another key"
          : certificate.getType() != HostCertificate.USER ? "is not one for users"
          : HostCertificate.outOfTime(certificate, Instant.now());
    }
    if (wrong != null) {
      throw new PushFailure(PushFailure.Kind.USER_CERTIFICATE, serverId,
          "the certificate beside the private key of user " + key.user() + " " + wrong);
    }
    return new KeyPair(shown, pair.getPrivate());
  }

  /** Null unless it is one line with a certificate that would travel as it was written. */
  private static @Nullable PublicKey certificate(String text) {
    String[] words = text.strip().split("\\s+");
    try {
      byte[] written = Base64.getDecoder().decode(words.length < 2 ? "" : words[1]);
      PublicKey key = new Buffer.PlainBuffer(written).readPublicKey();
      return Arrays.equals(HostCertificate.encoded(key), written) ? key : null;
    } catch (IOException | RuntimeException e) {
      return null;
    }
  }

  private static KeyPair open(String serverId, Credential.SshKey key) throws PushFailure {
    try (SSHClient loader = new SSHClient()) {
      KeyProvider provider = loader.loadKeys(key.privateKey(), null, finder(key.passphrase()));
      return new KeyPair(provider.getPublic(), provider.getPrivate());
    } catch (IOException | RuntimeException e) {
      throw new PushFailure(PushFailure.Kind.AUTH_FAILED, serverId,
          "the private key of user " + key.user() + " cannot be opened (" + e.getClass().getSimpleName() + ")",
          "check that it is an OpenSSH, PEM or PKCS#8 key and that its passphrase is right");
    }
  }

  private static @Nullable PasswordFinder finder(@Nullable String passphrase) {
    return passphrase == null ? null : new PasswordFinder() {

      @Override
      public char[] reqPassword(Resource<?> resource) {
        return passphrase.toCharArray();
      }

      @Override
      public boolean shouldRetry(Resource<?> resource) {
        return false;
      }
    };
  }
}

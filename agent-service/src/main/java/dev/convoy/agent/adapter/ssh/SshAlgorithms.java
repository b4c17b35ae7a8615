package dev.convoy.agent.adapter.ssh;

import com.hierynomus.sshj.key.KeyAlgorithm;
import com.hierynomus.sshj.key.KeyAlgorithms;
import java.util.ArrayList;
import java.util.List;
import net.schmizz.keepalive.KeepAliveProvider;
import net.schmizz.sshj.Config;
import net.schmizz.sshj.DefaultConfig;
import net.schmizz.sshj.common.Factory;
import net.schmizz.sshj.common.KeyType;
import net.schmizz.sshj.signature.SignatureRSA;

/** How keys and certificates may sign. */
final class SshAlgorithms {

  /** How an RSA key may sign. */
  static final List<String> RSA = List.of("rsa-sha2-512", "rsa-sha2-256", "ssh-rsa");

  private static final String RSA_512 = "rsa-sha2-512-cert-v01@openssh.com";
  private static final String RSA_256 = "rsa-sha2-256-cert-v01@openssh.com";

  /** How a key with a certificate may sign. */
  static final List<String> CERTIFICATES = List.of(KeyType.ED25519_CERT.toString(), KeyType.ECDSA256_CERT.toString(),
      KeyType.ECDSA384_CERT.toString(), KeyType.ECDSA521_CERT.toString(), RSA_512, RSA_256, KeyType.RSA_CERT.toString());

  private SshAlgorithms() {}

  /** sshj's usual configuration without its log, and with certificates of RSA keys as OpenSSH since 8.8 wants them signed. */
  static Config config() {
    DefaultConfig config = new DefaultConfig();
    config.setLoggerFactory(new NoLog());
    // The usual one asks for no answer, so it would never notice that nobody is there.
    config.setKeepAliveProvider(KeepAliveProvider.KEEP_ALIVE);
    List<Factory.Named<KeyAlgorithm>> all = new ArrayList<>(config.getKeyAlgorithms());
    int first = 0;
    while (!all.get(first).getName().equals("rsa-sha2-512")) {
      first++;
    }
    all.addAll(first, List.of(
        new KeyAlgorithms.Factory(RSA_512, new SignatureRSA.FactoryRSASHA512(), KeyType.RSA_CERT),
        new KeyAlgorithms.Factory(RSA_256, new SignatureRSA.FactoryRSASHA256(), KeyType.RSA_CERT)));
    config.setKeyAlgorithms(all);
    // HostKeyCheck does, and tells what is wrong with one.
    config.setVerifyHostKeyCertificates(false);
    return config;
  }
}

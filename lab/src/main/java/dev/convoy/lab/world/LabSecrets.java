package dev.convoy.lab.world;

import dev.convoy.lab.run.LabFailure;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.SecureRandom;
import java.security.spec.ECGenParameterSpec;
import java.util.Base64;
import java.util.Optional;
import org.apache.sshd.common.config.keys.PublicKeyEntry;
import org.apache.sshd.common.config.keys.writer.openssh.OpenSSHKeyEncryptionContext;
import org.apache.sshd.common.config.keys.writer.openssh.OpenSSHKeyPairResourceWriter;
import org.jspecify.annotations.Nullable;

import static java.nio.charset.StandardCharsets.UTF_8;

/**
 * Secrets of a lab, made anew for each data folder and kept in files that only its owner can read. They open nothing but
 * the lab.
 *
 * @param sshKey file with the private key of the user on Linux hosts
 * @param authorizedKey its public half, one line
 * @param windowsPassword file with the password of the user on Windows hosts
 * @param awsCredentials AWS credentials file
 * @param passphrase file with that of the private key; empty when it has none
 */
record LabSecrets(
    Path sshKey, String authorizedKey, Path windowsPassword, Path awsCredentials, Optional<Path> passphrase) {

  /** Those of a folder, made if it has none yet; the key without passphrase. */
  static LabSecrets of(Path directory) {
    return of(directory, false);
  }

  /** @param withPassphrase of a key that is made now */
  static LabSecrets of(Path directory, boolean withPassphrase) {
    var phrase = directory.resolve("passphrase");
    var key = directory.resolve("id_ecdsa");
    var publicKey = directory.resolve("id_ecdsa.pub");
    var password = directory.resolve("windows-password");
    var aws = directory.resolve("aws-credentials");
    try {
      if (!Files.exists(aws)) {
        Files.createDirectories(directory);
        var pair = keyPair();
        if (withPassphrase) {
          write(phrase, random(18));
        }
        write(key, openSsh(pair, withPassphrase ? text(phrase) : null));
        Files.writeString(publicKey, PublicKeyEntry.toString(pair.getPublic()));
        write(password, random(18));
        write(aws, "[default]\naws_access_key_id = AKIAIOSFODNN7EXAMPLE\naws_secret_access_key = " + random(30) + "\n");
      }
      return new LabSecrets(key, Files.readString(publicKey).strip(), password, aws,
          Files.exists(phrase) ? Optional.of(phrase) : Optional.empty());
    } catch (IOException | GeneralSecurityException e) {
      throw new LabFailure("[CVY-9230] lab: secrets not made in " + directory + ": " + e.getMessage()
          + "; name a writable folder", e);
    }
  }

  private static KeyPair keyPair() throws GeneralSecurityException {
    var generator = KeyPairGenerator.getInstance("EC");
    generator.initialize(new ECGenParameterSpec("secp256r1"));
    return generator.generateKeyPair();
  }

  private static String openSsh(KeyPair pair, @Nullable String passphrase) throws IOException, GeneralSecurityException {
    var out = new ByteArrayOutputStream();
    OpenSSHKeyPairResourceWriter.INSTANCE.writePrivateKey(pair, "convoy-lab", encryption(passphrase), out);
    return out.toString(UTF_8);
  }

  private static @Nullable OpenSSHKeyEncryptionContext encryption(@Nullable String passphrase) {
    if (passphrase == null) {
      return null;
    }
    var encryption = new OpenSSHKeyEncryptionContext();
    encryption.setCipherType("256");
    encryption.setPassword(passphrase);
    return encryption;
  }

  /** Of the part that is secret, as it stands in the file. */
  String lastLineOfKey() {
    var lines = text(sshKey).lines().filter(line -> !line.startsWith("-----")).toList();
    return lines.get(lines.size() - 2);
  }

  static String text(Path file) {
    try {
      return Files.readString(file);
    } catch (IOException e) {
      throw new LabFailure("[CVY-9230] lab: " + file + " cannot be read; name a readable folder", e);
    }
  }

  private static String random(int bytes) {
    var random = new byte[bytes];
    new SecureRandom().nextBytes(random);
    return Base64.getUrlEncoder().withoutPadding().encodeToString(random);
  }

  private static void write(Path file, String text) throws IOException {
    Files.deleteIfExists(file);
    Files.createFile(file, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
    Files.writeString(file, text, StandardOpenOption.WRITE);
  }
}

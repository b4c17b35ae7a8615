package dev.convoy.lab.world;

import dev.convoy.events.cmdb.ServerDeclared;
import dev.convoy.events.common.OsFamily;
import dev.convoy.lab.aws.AwsSimulator;
import dev.convoy.lab.aws.cloud.Sessions;
import dev.convoy.lab.canary.Canary;
import dev.convoy.lab.fleetplan.LabNetwork;
import dev.convoy.lab.hosts.FleetSettings;
import dev.convoy.lab.hosts.PrivateFile;
import dev.convoy.lab.run.LabFailure;
import dev.convoy.lab.run.LabOptions;
import dev.convoy.lab.run.LabService;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import tools.jackson.databind.json.JsonMapper;

/**
 * A secret in every place that a service takes one from, each unlike all others: key with passphrase, passwords of hosts
 * and of sudo, keys of AWS with a session token, credentials of registry and broker, password of the trust store.
 */
final class PlantedSecrets {
  private static final String VARIABLE = "CONVOY_LAB_LINUX_PASSWORD";
  private static final String CREDENTIAL = "linux-password";
  /** What lies beside the password of Windows hosts in one secret of Secrets Manager. */
  private static final String STORED = "beside-stored-password";
  private static final String SECRET_NAME = "convoy/windows";

  private final LabOptions options;
  private final Path folder;
  private final LabSecrets secrets;
  private final Map<String, Path> files = new LinkedHashMap<>();

  private PlantedSecrets(LabOptions options, Path folder, LabSecrets secrets) {
    this.options = options;
    this.folder = folder;
    this.secrets = secrets;
  }

  /** Those of a folder, planted anew if it has none yet. */
  static PlantedSecrets in(Path folder, LabSecrets secrets, LabOptions options) {
    var planted = new PlantedSecrets(options, folder, secrets);
    try {
      for (var name : List.of("sudo-password", CREDENTIAL, "registry-password", "broker-password", "trust-store-password",
          "aws-key-id", "aws-secret", "aws-token", STORED)) {
        planted.file(name);
      }
      planted.trustStore();
      PrivateFile.replace(secrets.awsCredentials(), "[default]\naws_access_key_id = " + planted.text("aws-key-id")
          + "\naws_secret_access_key = " + planted.text("aws-secret") + "\naws_session_token = "
          + planted.text("aws-token") + "\n");
      return planted;
    } catch (IOException | GeneralSecurityException e) {
      throw new LabFailure("[CVY-9230] lab: secrets not made in " + folder + ": " + e.getMessage()
          + "; name a writable folder", e);
    }
  }

  private void file(String name) throws IOException {
    var file = folder.resolve(name);
    if (!Files.exists(file)) {
      var random = new byte[12];
      new SecureRandom().nextBytes(random);
      var digits = HexFormat.of().formatHex(random);
      PrivateFile.replace(file, name.equals("aws-key-id")
          ? "AKIA" + digits.substring(0, 16).toUpperCase(Locale.ROOT) : "Canary" + digits);
    }
    files.put(name, file);
  }

  private void trustStore() throws IOException, GeneralSecurityException {
    var password = text("trust-store-password").toCharArray();
    var store = KeyStore.getInstance("PKCS12");
    store.load(null, password);
    try (OutputStream out = Files.newOutputStream(folder.resolve("trust-store.p12"))) {
      store.store(out, password);
    }
  }

  private String text(String name) {
    try {
      return Files.readString(folder.resolve(name));
    } catch (IOException e) {
      throw new LabFailure("[CVY-9230] lab: " + name + " cannot be read; name a readable folder", e);
    }
  }

  /** What to search for. */
  List<Canary> canaries() {
    var canaries = new ArrayList<Canary>();
    files.forEach((name, file) -> canaries.add(new Canary(name, text(name), Optional.of(file))));
    secrets.passphrase().ifPresent(file -> canaries.add(new Canary("passphrase of the SSH key", LabSecrets.text(file),
        Optional.of(file))));
    canaries.add(new Canary("private SSH key", secrets.lastLineOfKey(), Optional.of(secrets.sshKey())));
    canaries.add(new Canary("password of Windows hosts", LabSecrets.text(secrets.windowsPassword()),
        Optional.of(secrets.windowsPassword())));
    canaries.add(new Canary("secret key of the installer", Sessions.ISSUED_SECRET, Optional.empty()));
    canaries.add(new Canary("session token of the installer", Sessions.ISSUED_TOKEN, Optional.empty()));
    return canaries;
  }

  /** Settings beside the usual ones. */
  Map<String, String> settings(LabService service) {
    var settings = new LinkedHashMap<String, String>();
    settings.put("convoy.registry.url", options.ports().registryUrl().toString().replaceFirst("//",
        "//lab:" + text("registry-password") + "@"));
    settings.put("spring.cloud.stream.kafka.streams.binder.configuration.sasl.jaas.config",
        "org.apache.kafka.common.security.plain.PlainLoginModule required username=\"lab\" password=\""
            + text("broker-password") + "\";");
    if (service == LabService.AGENT) {
      secrets.passphrase().ifPresent(file -> settings.put("convoy.credentials.linux.passphrase", "file:" + file));
      settings.put("convoy.credentials.linux.sudo-password", "file:" + folder.resolve("sudo-password"));
      var prefix = "convoy.credentials." + CREDENTIAL;
      settings.put(prefix + ".type", "ssh-password");
      settings.put(prefix + ".user", "migrate");
      settings.put(prefix + ".password", options.processes() ? "env:" + VARIABLE
          : "file:" + folder.resolve(CREDENTIAL));
      settings.put(prefix + ".sudo-password", "file:" + folder.resolve("sudo-password"));
      settings.put("convoy.credentials.windows.password",
          "aws-secrets-manager:" + SECRET_NAME + "?json-key=password&region=" + LabNetwork.REGION);
      settings.put("convoy.winrm.trust-store", folder.resolve("trust-store.p12").toString());
      settings.put("convoy.winrm.trust-store-password", text("trust-store-password"));
    }
    return settings;
  }

  /** The environment of a service in a JVM of its own. */
  Map<String, String> environment(LabService service) {
    return service == LabService.AGENT ? Map.of(VARIABLE, text(CREDENTIAL)) : Map.of();
  }

  /** Puts what services get from Secrets Manager there: it forgets with its end. */
  void store(AwsSimulator aws) {
    aws.putSecret(LabNetwork.account(0), LabNetwork.REGION, SECRET_NAME, JsonMapper.shared().writeValueAsString(
        Map.of("password", LabSecrets.text(secrets.windowsPassword()), "note", text(STORED))));
  }

  /** A fleet that asks for these. */
  FleetSettings with(FleetSettings fleet, Path commandLines) {
    return fleet.withSudoPassword(text("sudo-password")).withLinuxPassword(text(CREDENTIAL))
        .withCommandLines(commandLines);
  }

  /** Every second Linux server is entered with a password. */
  static List<ServerDeclared> declared(List<ServerDeclared> declarations, List<OsFamily> families) {
    var changed = new ArrayList<ServerDeclared>();
    for (int i = 0; i < declarations.size(); i++) {
      changed.add(i % 2 == 0 || families.get(i) == OsFamily.WINDOWS ? declarations.get(i)
          : ServerDeclared.newBuilder(declarations.get(i)).setCredential(CREDENTIAL).build());
    }
    return List.copyOf(changed);
  }
}

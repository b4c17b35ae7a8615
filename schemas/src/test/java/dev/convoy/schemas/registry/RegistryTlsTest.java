package dev.convoy.schemas.registry;

import java.io.File;
import java.io.IOException;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import javax.net.ssl.SSLContext;
import org.apache.avro.Schema;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

class RegistryTlsTest {
  private static final String PASSWORD = "changeit";

  @TempDir
  Path folder;

  @Test
  void theRegistryIsTrustedThroughTheConfiguredTruststoreOnly() throws Exception {
    Path keys = keystore();
    SSLContext server = RegistryTls.context(stores("keystore", keys));
    assertThat(server).isNotNull();
    try (RegistryStub stub = RegistryStub.overTls(server).answers(200, "{\"schema\":\"\\\"string\\\"\"}")) {
      Map<String, Object> config = stores("truststore", keys);
      config.putAll(Map.of("schema.registry.url", stub.url(), "max.retries", 0));
      try (SchemaRegistry client = new ConfluentRegistryClient(RegistrySettings.from(config))) {
        assertThat(client.byId(1)).isEqualTo(Schema.create(Schema.Type.STRING));
      }
      Map<String, Object> noTrust = Map.of("schema.registry.url", stub.url(), "max.retries", 0);
      try (SchemaRegistry client = new ConfluentRegistryClient(RegistrySettings.from(noTrust))) {
        assertThatThrownBy(() -> client.byId(1)).isInstanceOf(RegistryException.class).hasMessageContaining("SSL");
      }
    }
  }

  private static Map<String, Object> stores(String kind, Path file) {
    Map<String, Object> config = new HashMap<>();
    config.put("schema.registry.ssl." + kind + ".location", file.toString());
    config.put("schema.registry.ssl." + kind + ".password", PASSWORD);
    config.put("schema.registry.ssl." + kind + ".type", "PKCS12");
    return config;
  }

  private Path keystore() throws IOException, InterruptedException {
    Path file = folder.resolve("registry.p12");
    Process keytool = new ProcessBuilder(List.of(
        System.getProperty("java.home") + File.separator + "bin" + File.separator + "keytool", "-genkeypair",
        "-alias", "registry", "-keyalg", "EC", "-dname", "CN=127.0.0.1", "-ext", "SAN=IP:127.0.0.1",
        "-storetype", "PKCS12", "-keystore", file.toString(), "-storepass", PASSWORD))
        .redirectErrorStream(true)
        .redirectOutput(ProcessBuilder.Redirect.DISCARD)
        .start();
    assertThat(keytool.waitFor()).isZero();
    return file;
  }
}

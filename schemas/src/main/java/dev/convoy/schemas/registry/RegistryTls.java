package dev.convoy.schemas.registry;

import java.util.HashMap;
import java.util.Map;
import javax.net.ssl.SSLContext;
import org.apache.kafka.common.config.AbstractConfig;
import org.apache.kafka.common.config.ConfigDef;
import org.apache.kafka.common.security.ssl.DefaultSslEngineFactory;
import org.jspecify.annotations.Nullable;

/** TLS from the standard properties {@code schema.registry.ssl.truststore.*} and {@code keystore.*}; JKS, PKCS12, PEM. */
final class RegistryTls {
  private static final String PREFIX = "schema.registry.ssl.";

  private RegistryTls() {}

  static @Nullable SSLContext context(Map<String, ?> config) {
    Map<String, Object> ssl = new HashMap<>();
    config.forEach((name, value) -> {
      if (name.startsWith(PREFIX) && value != null) {
        ssl.put(name.substring("schema.registry.".length()), value);
      }
    });
    if (ssl.isEmpty()) {
      return null;
    }
    try (DefaultSslEngineFactory factory = new DefaultSslEngineFactory()) {
      factory.configure(new AbstractConfig(new ConfigDef().withClientSslSupport(), ssl, false).values());
      return factory.sslContext();
    }
  }
}

package dev.convoy.schemas.registry;

import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;
import java.util.Objects;
import org.apache.kafka.common.config.ConfigException;
import org.jspecify.annotations.Nullable;

/** The Authorization header that the configured source of credentials gives. */
final class RegistryCredentials {
  private static final String BASIC_SOURCE = "basic.auth.credentials.source";
  private static final String BEARER_SOURCE = "bearer.auth.credentials.source";

  private RegistryCredentials() {}

  static @Nullable String authorization(RegistryProperties properties, List<URI> urls) {
    String bearer = properties.text(BEARER_SOURCE);
    if (bearer != null && !bearer.isEmpty()) {
      if (!"STATIC_TOKEN".equals(bearer)) {
        throw new ConfigException(BEARER_SOURCE, bearer, "is not supported; use STATIC_TOKEN");
      }
      return "Bearer " + properties.required("bearer.auth.token");
    }
    String source = Objects.requireNonNullElse(properties.text(BASIC_SOURCE), "URL");
    return switch (source) {
      case "", "URL" -> ofUrls(urls);
      case "USER_INFO" -> basic(properties.required("basic.auth.user.info"));
      default -> throw new ConfigException(BASIC_SOURCE, source, "is not supported; use USER_INFO or URL");
    };
  }

  private static @Nullable String ofUrls(List<URI> urls) {
    return urls.stream()
        .map(URI::getUserInfo)
        .filter(Objects::nonNull)
        .findFirst()
        .map(RegistryCredentials::basic)
        .orElse(null);
  }

  private static String basic(String userInfo) {
    return "Basic " + Base64.getEncoder().encodeToString(userInfo.getBytes(StandardCharsets.UTF_8));
  }
}

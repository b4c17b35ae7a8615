package dev.convoy.schemas.registry;

import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import javax.net.ssl.SSLContext;
import org.apache.kafka.common.config.ConfigException;
import org.jspecify.annotations.Nullable;

/**
 * How to reach a registry.
 *
 * @param urls base addresses, tried in turn
 * @param authorization value of the Authorization header, null for none; a secret
 * @param tls trust and keys for https, null for the JVM's own
 * @param connectTimeout longest wait for a connection
 * @param readTimeout longest wait for an answer
 * @param retries further rounds over all addresses after the first
 * @param retryWait pause before the first further round; doubles
 * @param retryMaxWait longest pause
 * @param normalize ask the registry to normalize schemas
 * @param unknownIdTtl how long an id that the registry does not know is not asked for again
 * @param maxWait how long an outage is waited for; null = without limit
 */
public record RegistrySettings(
    List<URI> urls,
    @Nullable String authorization,
    @Nullable SSLContext tls,
    Duration connectTimeout,
    Duration readTimeout,
    int retries,
    Duration retryWait,
    Duration retryMaxWait,
    boolean normalize,
    Duration unknownIdTtl,
    @Nullable Duration maxWait) {
  /** Property that names the registry's addresses, separated by commas. */
  public static final String URL = "schema.registry.url";
  /** Property: longest wait for a registry outage in milliseconds; absent or negative = without limit. */
  public static final String MAX_WAIT_MS = "convoy.registry.max.wait.ms";
  /** Property: how long an unknown id is remembered as unknown, in milliseconds; 10,000 by default. */
  public static final String UNKNOWN_ID_TTL_MS = "convoy.registry.unknown.id.ttl.ms";

  /** Copies the addresses. */
  public RegistrySettings {
    urls = List.copyOf(urls);
  }

  /**
   * Reads Confluent's property names: {@code schema.registry.url}, {@code basic.auth.credentials.source} (USER_INFO or
   * URL) with {@code basic.auth.user.info}, {@code bearer.auth.credentials.source} (STATIC_TOKEN) with {@code
   * bearer.auth.token}, {@code schema.registry.ssl.*}, {@code http.connect.timeout.ms}, {@code http.read.timeout.ms},
   * {@code max.retries}, {@code retries.wait.ms}, {@code retries.max.wait.ms}, {@code normalize.schemas}; each also with
   * the prefix {@code schema.registry.}.
   *
   * @throws ConfigException if a setting is missing or wrong
   */
  public static RegistrySettings from(Map<String, ?> config) {
    RegistryProperties properties = new RegistryProperties(config);
    List<URI> urls = urls(properties);
    long maxWait = properties.number(MAX_WAIT_MS, -1);
    return new RegistrySettings(
        urls.stream().map(RegistrySettings::withoutUserInfo).toList(),
        RegistryCredentials.authorization(properties, urls),
        RegistryTls.context(config),
        properties.millis("http.connect.timeout.ms", 10_000),
        properties.millis("http.read.timeout.ms", 15_000),
        Math.toIntExact(properties.number("max.retries", 3)),
        properties.millis("retries.wait.ms", 200),
        properties.millis("retries.max.wait.ms", 5_000),
        properties.flag("normalize.schemas", false),
        properties.millis(UNKNOWN_ID_TTL_MS, 10_000),
        maxWait < 0 ? null : Duration.ofMillis(maxWait));
  }

  private static List<URI> urls(RegistryProperties properties) {
    List<URI> urls = new ArrayList<>();
    for (String part : properties.required(URL).split(",")) {
      String address = part.strip();
      if (!address.isEmpty()) {
        urls.add(address(address));
      }
    }
    if (urls.isEmpty()) {
      throw new ConfigException(URL, "", "names no address");
    }
    return urls;
  }

  private static URI address(String text) {
    try {
      URI uri = URI.create(text.endsWith("/") ? text.substring(0, text.length() - 1) : text);
      if (uri.getHost() != null && ("http".equals(uri.getScheme()) || "https".equals(uri.getScheme()))) {
        return uri;
      }
    } catch (IllegalArgumentException e) {
      // Refused below like any other address; the text itself may hold a password and is not shown.
    }
    throw new ConfigException(URL + " must be http:// or https:// addresses separated by commas, or mock://name");
  }

  private static URI withoutUserInfo(URI uri) {
    String text = uri.toString();
    String userInfo = uri.getRawUserInfo();
    return userInfo == null ? uri : URI.create(text.replaceFirst("\\Q" + userInfo + "@\\E", ""));
  }

  @Override
  public String toString() {
    return "RegistrySettings[urls=" + urls + ", authorization=" + (authorization == null ? "none" : "***") + "]";
  }
}

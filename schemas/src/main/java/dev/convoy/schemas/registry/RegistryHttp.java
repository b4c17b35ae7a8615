package dev.convoy.schemas.registry;

import dev.convoy.schemas.registry.RegistryException.Kind;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Sends requests to the first address that answers; rounds over all addresses with back-off while none does. */
final class RegistryHttp implements AutoCloseable {
  private static final JsonMapper JSON = JsonMapper.builder().build();
  private static final String MEDIA_TYPE = "application/vnd.schemaregistry.v1+json";
  private static final int LONGEST_MESSAGE = 500;

  private final RegistrySettings settings;
  private final HttpClient client;
  private final CountDownLatch closed = new CountDownLatch(1);
  private volatile int preferred;

  RegistryHttp(RegistrySettings settings) {
    this.settings = settings;
    HttpClient.Builder builder =
        HttpClient.newBuilder().connectTimeout(settings.connectTimeout()).version(HttpClient.Version.HTTP_1_1);
    if (settings.tls() != null) {
      builder.sslContext(settings.tls());
    }
    this.client = builder.build();
  }

  JsonNode get(String path) {
    return send(path, null);
  }

  JsonNode post(String path, String body) {
    return send(path, body);
  }

  @Override
  public void close() {
    closed.countDown();
    client.shutdownNow();
  }

  private JsonNode send(String path, @Nullable String body) {
    long pause = settings.retryWait().toMillis();
    for (int round = 0; ; round++) {
      try {
        return tryAll(path, body);
      } catch (RegistryException e) {
        if (!e.transientFailure() || round >= settings.retries()) {
          throw e;
        }
        awaitPause(pause, e);
        pause = Math.min(pause * 2, settings.retryMaxWait().toMillis());
      }
    }
  }

  private JsonNode tryAll(String path, @Nullable String body) {
    int first = preferred;
    RegistryException last = null;
    for (int i = 0; i < settings.urls().size(); i++) {
      int index = (first + i) % settings.urls().size();
      try {
        JsonNode answer = once(settings.urls().get(index), path, body);
        preferred = index;
        return answer;
      } catch (RegistryException e) {
        if (!e.transientFailure() || Thread.currentThread().isInterrupted()) {
          throw e;
        }
        last = e;
      }
    }
    throw last == null ? new RegistryException(Kind.REFUSED, "no registry address") : last;
  }

  private JsonNode once(URI base, String path, @Nullable String body) {
    HttpRequest.Builder request = HttpRequest.newBuilder(URI.create(base + path))
        .timeout(settings.readTimeout())
        .header("Accept", MEDIA_TYPE + ", application/json");
    if (settings.authorization() != null) {
      request.header("Authorization", settings.authorization());
    }
    if (body != null) {
      request.header("Content-Type", MEDIA_TYPE).POST(BodyPublishers.ofString(body));
    }
    try {
      return answer(base, client.send(request.build(), BodyHandlers.ofString()));
    } catch (IOException e) {
      throw new RegistryException(Kind.UNAVAILABLE, "schema registry " + base + " does not answer: " + e, e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new RegistryException(Kind.UNAVAILABLE, "interrupted while asking schema registry " + base, e);
    }
  }

  private static JsonNode answer(URI base, HttpResponse<String> response) {
    int status = response.statusCode();
    JsonNode body = parse(response.body());
    if (status == 200 && body != null) {
      return body;
    }
    int code = body != null && body.path("error_code").isInt() ? body.path("error_code").intValue() : status;
    String message = body == null ? response.body() : body.path("message").asString("");
    String shown = message.length() > LONGEST_MESSAGE ? message.substring(0, LONGEST_MESSAGE) : message;
    throw new RegistryException(
        kind(status, code), "schema registry " + base + " answered " + status + " (" + code + "): " + shown);
  }

  private static Kind kind(int status, int code) {
    if (status >= 500 || status == 429 || status == 408) {
      return Kind.UNAVAILABLE;
    }
    // Only the registry's own codes prove that it was asked and does not know; a proxy's bare 404 does not.
    return switch (code) {
      case 40401, 40402, 40403 -> Kind.UNKNOWN;
      case 409, 40901 -> Kind.INCOMPATIBLE;
      default -> Kind.REFUSED;
    };
  }

  private static @Nullable JsonNode parse(String body) {
    try {
      JsonNode node = JSON.readTree(body);
      return node.isObject() ? node : null;
    } catch (JacksonException e) {
      return null;
    }
  }

  private void awaitPause(long millis, RegistryException failure) {
    try {
      if (closed.await(millis, TimeUnit.MILLISECONDS)) {
        throw failure;
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw failure;
    }
  }
}

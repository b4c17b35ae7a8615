package dev.convoy.lab.canary;

import dev.convoy.lab.run.LabFailure;
import java.io.IOException;
import java.net.ProxySelector;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** What the services say over HTTP: the API with its refusals, every actuator page, every metric. */
final class AnswerPlaces implements AutoCloseable {
  /** Pages that would show settings; they must not be there, and hold nothing if they are. */
  private static final List<String> CURIOUS = List.of("/actuator/env", "/actuator/configprops", "/actuator/heapdump",
      "/actuator/threaddump", "/actuator/loggers", "/actuator/logfile", "/nowhere");
  private static final List<String> API = List.of("/", "/api/servers", "/api/waves", "/api/servers/nobody",
      "/api/commands/nothing");

  private final URI inventory;
  private final List<URI> services;
  private final CanarySearch search;
  private final HttpClient http = HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1)
      .proxy(ProxySelector.of(null)).build();
  private final Set<URI> seen = new HashSet<>();

  /** @param services base addresses, of inventory-service too */
  AnswerPlaces(URI inventory, List<URI> services, CanarySearch search) {
    this.inventory = inventory;
    this.services = services;
    this.search = search;
  }

  void look(Findings findings) {
    for (URI service : services) {
      crawl(Stream.concat(Stream.of("/actuator"), CURIOUS.stream()).map(service::resolve).toList(), findings);
    }
    crawl(API.stream().map(inventory::resolve).toList(), findings);
    for (String path : List.of("/api/servers", "/api/waves", "/api/waves/none", "/api/servers/none/retry")) {
      take(HttpRequest.newBuilder(inventory.resolve(path)).header("Content-Type", "application/json")
          .POST(HttpRequest.BodyPublishers.ofString("{\"broken\": ")), findings);
    }
  }

  /** Asks for these and for whatever their answers name. */
  private void crawl(List<URI> first, Findings findings) {
    Deque<URI> next = new ArrayDeque<>(first);
    while (!next.isEmpty()) {
      URI address = next.pop();
      if (seen.add(address)) {
        links(address, take(HttpRequest.newBuilder(address).GET(), findings)).forEach(next::add);
      }
    }
  }

  private static Set<URI> links(URI address, String body) {
    Set<URI> links = new TreeSet<>();
    try {
      JsonNode json = JsonMapper.shared().readTree(body);
      json.path("_links").forEach(link -> {
        String href = link.path("href").asString("");
        if (!href.isEmpty() && !href.contains("{")) {
          links.add(URI.create(href));
        }
      });
      json.path("names").forEach(name -> links.add(URI.create(address + "/" + name.asString(""))));
      JsonNode list = json.isArray() ? json : json.path("servers");
      list.forEach(each -> each.path("id").asStringOpt()
          .ifPresent(id -> links.add(URI.create(address.toString().replaceFirst("\\?.*", "") + "/" + id))));
    } catch (JacksonException e) {
      return Set.of();
    }
    return links;
  }

  private String take(HttpRequest.Builder request, Findings findings) {
    HttpRequest asked = request.timeout(Duration.ofSeconds(60)).build();
    try {
      HttpResponse<byte[]> answer = http.send(asked, HttpResponse.BodyHandlers.ofByteArray());
      Set<String> found = new TreeSet<>(search.in(answer.body()));
      found.addAll(search.in(answer.headers().map().toString().getBytes(StandardCharsets.UTF_8)));
      findings.looked(Findings.Place.ANSWER, "answer to " + asked.method() + " " + asked.uri(), found);
      return answer.statusCode() == 200 ? new String(answer.body(), StandardCharsets.UTF_8) : "";
    } catch (IOException e) {
      throw new LabFailure("[CVY-9274] canary: no answer from " + asked.uri() + "; see the log of the service", e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new LabFailure("[CVY-9274] canary: interrupted", e);
    }
  }

  @Override
  public void close() {
    http.close();
  }
}

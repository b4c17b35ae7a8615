package dev.convoy.lab.cli;

import dev.convoy.lab.run.InventoryClient;
import dev.convoy.lab.run.LabFailure;
import dev.convoy.lab.run.LabPorts;
import dev.convoy.lab.run.LabService;
import java.net.URI;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** Where to reach the services: the lab's addresses unless said otherwise. */
final class Addresses {
  @Option(names = "--url", paramLabel = "URL", description = "inventory-service; else CONVOY_URL, else the lab's")
  private @Nullable String url;

  @Option(names = "--replication-url", paramLabel = "URL",
      description = "replication-service; else CONVOY_REPLICATION_URL, else the lab's")
  private @Nullable String replicationUrl;

  @Option(names = "--launch-url", paramLabel = "URL",
      description = "launch-service; else CONVOY_LAUNCH_URL, else the lab's")
  private @Nullable String launchUrl;

  @Option(names = "--agent-url", paramLabel = "URL", description = "agent-service; else CONVOY_AGENT_URL, else the lab's")
  private @Nullable String agentUrl;

  @Option(names = "--bootstrap-servers", paramLabel = "HOST:PORT",
      description = "Kafka; else CONVOY_KAFKA_BOOTSTRAP_SERVERS, else the lab's")
  private @Nullable String bootstrapServers;

  @Option(names = "--registry-url", paramLabel = "URL",
      description = "the registry's Confluent API; else CONVOY_REGISTRY_URL, else the lab's")
  private @Nullable String registryUrl;

  @Option(names = "--port-offset", paramLabel = "N", description = "of the lab, if it was started with one")
  private int portOffset;

  private Addresses() {}

  /** With the lab's addresses. */
  static Addresses create() {
    return new Addresses();
  }

  LabPorts ports() {
    return new LabPorts(portOffset);
  }

  InventoryClient inventory() {
    return new InventoryClient(uri(named(url, "CONVOY_URL").orElse(ports().inventoryUrl().toString()), "--url"));
  }

  /** The service that looks into accounts, by the same rules of asking. */
  InventoryClient replication() {
    var lab = "http://" + LabPorts.HOST + ":" + ports().service(LabService.REPLICATION);
    return InventoryClient.replication(
        uri(named(replicationUrl, "CONVOY_REPLICATION_URL").orElse(lab), "--replication-url"));
  }

  /** The service that works on hosts, by the same rules of asking. */
  InventoryClient agent() {
    var lab = "http://" + LabPorts.HOST + ":" + ports().service(LabService.AGENT);
    return InventoryClient.agent(uri(named(agentUrl, "CONVOY_AGENT_URL").orElse(lab), "--agent-url"));
  }

  /** The service that launches, by the same rules of asking. */
  InventoryClient launch() {
    var lab = "http://" + LabPorts.HOST + ":" + ports().service(LabService.LAUNCH);
    return InventoryClient.launch(uri(named(launchUrl, "CONVOY_LAUNCH_URL").orElse(lab), "--launch-url"));
  }

  String bootstrapServers() {
    return named(bootstrapServers, "CONVOY_KAFKA_BOOTSTRAP_SERVERS").orElse(ports().bootstrapServers());
  }

  URI registry() {
    return uri(named(registryUrl, "CONVOY_REGISTRY_URL").orElse(ports().registryUrl().toString()), "--registry-url");
  }

  private static Optional<String> named(@Nullable String option, String variable) {
    return Optional.ofNullable(option).or(() -> Optional.ofNullable(System.getenv(variable)));
  }

  private static URI uri(String text, String option) {
    String scheme = text.split(":", 2)[0];
    if (!scheme.equals("http") && !scheme.equals("https")) {
      throw new LabFailure("[CVY-9304] convoy: '" + text + "' is no http address; give " + option + " http://HOST:PORT");
    }
    try {
      return URI.create(text);
    } catch (IllegalArgumentException e) {
      throw new LabFailure("[CVY-9304] convoy: '" + text + "' is no address; give " + option + " http://HOST:PORT", e);
    }
  }
}

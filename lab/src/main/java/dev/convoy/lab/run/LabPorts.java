package dev.convoy.lab.run;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * The ports of a lab on 127.0.0.1: fixed, all moved by one offset.
 *
 * @param offset added to each, 0 to 40000
 */
public record LabPorts(int offset) {
  private static final int NEXT_INSTANCE = 20;

  /** Host of every listener that a person talks to. */
  public static final String HOST = "127.0.0.1";

  /** Checks the offset. */
  public LabPorts {
    if (offset < 0 || offset > 40_000) {
      throw new LabFailure("[CVY-9201] lab: --port-offset " + offset + " is out of range; give 0 to 40000");
    }
  }

  public int kafka() {
    return 9092 + offset;
  }

  public int controller() {
    return 9093 + offset;
  }

  public int registry() {
    return 8081 + offset;
  }

  /** Management port of the registry, for its own health checks. */
  public int registryManagement() {
    return 8091 + offset;
  }

  public int aws() {
    return 4566 + offset;
  }

  public int service(LabService service) {
    return service(service, 1);
  }

  /** @param instance 1 for the first */
  public int service(LabService service, int instance) {
    return service.port() + offset + (instance - 1) * NEXT_INSTANCE;
  }

  public String bootstrapServers() {
    return HOST + ":" + kafka();
  }

  /** The registry's Confluent API. */
  public URI registryUrl() {
    return URI.create("http://" + HOST + ":" + registry() + "/apis/ccompat/v7");
  }

  public URI awsUrl() {
    return URI.create("http://" + HOST + ":" + aws());
  }

  public URI inventoryUrl() {
    return URI.create("http://" + HOST + ":" + service(LabService.INVENTORY));
  }

  /** Every port with the name of what listens there. */
  public Map<Integer, String> named() {
    Map<Integer, String> ports = new LinkedHashMap<>();
    ports.put(kafka(), "Kafka");
    ports.put(controller(), "Kafka controller");
    ports.put(registry(), "registry");
    ports.put(registryManagement(), "registry management");
    ports.put(aws(), "AWS simulator");
    for (LabService service : LabService.values()) {
      ports.put(service(service), service.serviceName());
    }
    return ports;
  }

  /**
   * Throws, naming all of them at once, when ports are taken.
   *
   * @param instances of each service
   */
  public void requireFree(int instances) {
    Map<Integer, String> ports = named();
    for (int instance = 2; instance <= instances; instance++) {
      for (LabService service : LabService.values()) {
        ports.put(service(service, instance), service.serviceName() + "-" + instance);
      }
    }
    requireFree(ports);
  }

  static void requireFree(Map<Integer, String> ports) {
    List<String> taken = ports.entrySet().stream().filter(port -> !free(port.getKey()))
        .map(port -> port.getKey() + " (" + port.getValue() + ")").toList();
    if (!taken.isEmpty()) {
      throw new LabFailure("[CVY-9202] lab: " + (taken.size() == 1 ? "port " : "ports ") + String.join(", ", taken)
          + " taken on " + HOST + "; stop what listens there or move all ports with --port-offset N");
    }
  }

  /** True when something accepts connections on this port of 127.0.0.1. */
  public static boolean listens(int port) {
    try (Socket socket = new Socket()) {
      socket.connect(new InetSocketAddress(InetAddress.getByName(HOST), port), 1_000);
      return true;
    } catch (IOException e) {
      return false;
    }
  }

  /** True when nothing is bound to this port of 127.0.0.1. */
  public static boolean free(int port) {
    try (ServerSocket socket = new ServerSocket()) {
      socket.setReuseAddress(true);
      socket.bind(new InetSocketAddress(InetAddress.getByName(HOST), port));
      return true;
    } catch (IOException e) {
      return false;
    }
  }
}

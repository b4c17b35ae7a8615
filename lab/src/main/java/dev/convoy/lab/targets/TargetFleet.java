package dev.convoy.lab.targets;

import dev.convoy.lab.net.AcceptLoop;
import dev.convoy.lab.net.AcceptLoop.Listener;
import dev.convoy.lab.net.HttpConnection;
import dev.convoy.lab.net.HttpRequest;
import dev.convoy.lab.net.HttpResponse;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.json.JsonMapper;

/**
 * The services of launched instances: HTTP {@code /health} on port 18080 and a greeting TCP port 15432 (plus the
 * offset) of each instance's private address. All instances share one platform thread.
 */
public final class TargetFleet implements AutoCloseable {
  /** Port of the HTTP service, before the offset. */
  public static final int HTTP_PORT = 18080;
  /** Port of the TCP service, before the offset. */
  public static final int TCP_PORT = 15432;

  private final AcceptLoop loop;
  private final int portOffset;
  private final Predicate<String> healthy;
  private final JsonMapper json = JsonMapper.shared();
  private final Map<String, Running> running = new ConcurrentHashMap<>();

  private TargetFleet(AcceptLoop loop, int portOffset, Predicate<String> healthy) {
    this.loop = loop;
    this.portOffset = portOffset;
    this.healthy = healthy;
  }

  /**
   * Starts without any instance.
   *
   * @param healthy asked with the source server id when an instance boots; false plants a failure
   */
  public static TargetFleet start(int portOffset, Predicate<String> healthy) throws IOException {
    return new TargetFleet(AcceptLoop.start("lab-targets"), portOffset, healthy);
  }

  /**
   * Opens the listeners of an instance that has booted. A repeat changes nothing. A cutover instance serves users
   * from then on, a test instance does not.
   *
   * @throws UncheckedIOException if an address cannot be bound
   */
  public void booted(String instanceId, String privateIp, String sourceServerId, TargetPurpose purpose) {
    running.computeIfAbsent(instanceId, id -> {
      boolean serving = purpose == TargetPurpose.CUTOVER;
      return open(new Target(id, privateIp, sourceServerId, purpose, serving, healthy.test(sourceServerId)));
    });
  }

  /** Closes the listeners of an instance that was stopped or terminated; unknown ids are ignored. */
  public void gone(String instanceId) {
    running.computeIfPresent(instanceId, (id, instance) -> {
      close(instance);
      return null;
    });
  }

  /** Says whether users are sent to this instance; unknown ids are ignored. */
  public void serve(String instanceId, boolean serving) {
    running.computeIfPresent(instanceId, (id, instance) -> instance.with(instance.target().withServing(serving)));
  }

  /** All running instances in the order of their ids. */
  public List<Target> targets() {
    return running.values().stream().map(Running::target).sorted(Comparator.comparing(Target::instanceId)).toList();
  }

  @Override
  public void close() {
    loop.close();
    running.clear();
  }

  private Running open(Target target) {
    InetSocketAddress http = new InetSocketAddress(target.privateIp(), HTTP_PORT + portOffset);
    InetSocketAddress tcp = new InetSocketAddress(target.privateIp(), TCP_PORT + portOffset);
    String id = target.instanceId();
    try {
      Listener first = loop.listen(http, channel -> HttpConnection.serve(channel, request -> answer(id, request)));
      try {
        return new Running(target, first, loop.listen(tcp, channel -> greet(id, channel)));
      } catch (IOException e) {
        first.close();
        throw e;
      }
    } catch (IOException e) {
      throw new UncheckedIOException("[CVY-9103] " + id + ": cannot listen on " + target.privateIp()
          + "; free its ports " + http.getPort() + " and " + tcp.getPort(), e);
    }
  }

  private static void close(Running instance) {
    try {
      instance.http().close();
      instance.tcp().close();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private HttpResponse answer(String instanceId, HttpRequest request) {
    Target target = target(instanceId);
    if (target == null || !request.path().equals("/health")) {
      return HttpResponse.text(404, "text/plain", "not found\n");
    }
    String body = json.writeValueAsString(new Health(target.sourceServerId(), instanceId, target.serving()));
    return HttpResponse.text(target.healthy() ? 200 : 503, "application/json", body);
  }

  private void greet(String instanceId, SocketChannel channel) throws IOException {
    Target target = target(instanceId);
    if (target != null) {
      String line = "convoy-lab " + target.sourceServerId() + " " + instanceId + "\r\n";
      channel.write(ByteBuffer.wrap(line.getBytes(StandardCharsets.US_ASCII)));
    }
  }

  private @Nullable Target target(String instanceId) {
    Running instance = running.get(instanceId);
    return instance == null ? null : instance.target();
  }

  /** What the health page says. */
  private record Health(String server, String instance, boolean serving) {}

  private record Running(Target target, Listener http, Listener tcp) {
    Running with(Target changed) {
      return new Running(changed, http, tcp);
    }
  }
}

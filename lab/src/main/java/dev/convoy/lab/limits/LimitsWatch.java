package dev.convoy.lab.limits;

import dev.convoy.lab.hosts.MostConnections;
import dev.convoy.lab.run.LabComponent;
import dev.convoy.lab.run.LabPorts;
import dev.convoy.lab.run.LabService;
import java.io.IOException;
import java.net.ProxySelector;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.GroupListing;
import org.apache.kafka.common.GroupType;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.json.JsonMapper;

/** Reads every five seconds what the services and the broker say of heaps and groups (R10). */
public final class LimitsWatch implements LabComponent {
  private static final Logger LOG = LoggerFactory.getLogger(LimitsWatch.class);
  private static final Duration EVERY = Duration.ofSeconds(5);
  private static final JsonMapper JSON = JsonMapper.builder().build();

  private final LabPorts ports;
  private final Supplier<MostConnections> hostConnections;
  private final HeapSeries heaps = new HeapSeries();
  private final AtomicInteger sessions = new AtomicInteger();
  private final GroupEpochs groups = new GroupEpochs();
  private final ScheduledExecutorService clock = Executors.newSingleThreadScheduledExecutor(
      Thread.ofPlatform().daemon().name("limits").factory());
  private final HttpClient http = HttpClient.newBuilder().connectTimeout(EVERY).version(HttpClient.Version.HTTP_1_1)
      .proxy(ProxySelector.of(null)).build();

  /** @param hostConnections the most that the source hosts have had open at once */
  public LimitsWatch(LabPorts ports, Supplier<MostConnections> hostConnections) {
    this.ports = ports;
    this.hostConnections = hostConnections;
  }

  @Override
  public String name() {
    return "limits";
  }

  @Override
  public void start() {
    clock.scheduleWithFixedDelay(this::look, 0, EVERY.toMillis(), TimeUnit.MILLISECONDS);
  }

  @Override
  public void stop() {
    clock.shutdownNow();
    http.close();
  }

  @Override
  public boolean healthy() {
    return !clock.isShutdown();
  }

  /** {@code LIMITS ssh-connections=96 winrm-connections=24 sessions=98 groups=10 group-changes=0 heap-middle=40% …}. */
  public synchronized String line() {
    return "LIMITS " + hostConnections.get() + " sessions=" + sessions() + " " + groups.line() + " " + heaps.line();
  }

  /** The most sessions that agent-service was seen to have with hosts at once. */
  public int sessions() {
    return sessions.get();
  }

  private synchronized void look() {
    for (LabService service : LabService.values()) {
      heap(ports.service(service)).ifPresent(used -> heaps.add(service.serviceName(), used));
    }
    metric(ports.service(LabService.AGENT), "convoy.hosts.sessions")
        .ifPresent(open -> sessions.accumulateAndGet(open.intValue(), Math::max));
    try (Admin admin = Admin.create(Map.of("bootstrap.servers", ports.bootstrapServers(),
        "default.api.timeout.ms", (int) EVERY.toMillis(), "request.timeout.ms", (int) EVERY.toMillis()))) {
      look(admin);
    } catch (ExecutionException e) {
      LOG.debug("groups not read this time: {}", e.toString());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private void look(Admin admin) throws ExecutionException, InterruptedException {
    List<GroupListing> all = List.copyOf(admin.listGroups().all().get());
    var streams = admin.describeStreamsGroups(ids(all, GroupType.STREAMS)).all().get();
    streams.forEach((id, group) -> groups.add(id, group.groupEpoch()));
    var consumers = admin.describeConsumerGroups(ids(all, GroupType.CONSUMER)).all().get();
    consumers.forEach((id, group) -> group.groupEpoch().ifPresent(epoch -> groups.add(id, epoch)));
  }

  private static List<String> ids(List<GroupListing> all, GroupType type) {
    return all.stream().filter(each -> each.type().equals(Optional.of(type))).map(GroupListing::groupId).toList();
  }

  /** What outlived the last full collection, of what there is. Empty when the service does not answer, or had none yet. */
  private Optional<Double> heap(int port) {
    return metric(port, "jvm.gc.live.data.size").filter(live -> live > 0)
        .flatMap(live -> metric(port, "jvm.gc.max.data.size").map(most -> live / most));
  }

  private Optional<Double> metric(int port, String name) {
    URI metric = URI.create("http://" + LabPorts.HOST + ":" + port + "/actuator/metrics/" + name);
    try {
      HttpResponse<String> answer = http.send(HttpRequest.newBuilder(metric).timeout(EVERY).build(),
          HttpResponse.BodyHandlers.ofString());
      return answer.statusCode() == 200 ? Optional.of(JSON.readTree(answer.body()).at("/measurements/0/value").asDouble())
          : Optional.empty();
    } catch (IOException | JacksonException e) {
      return Optional.empty();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return Optional.empty();
    }
  }
}

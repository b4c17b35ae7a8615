package dev.convoy.kit.aws;

import com.sun.net.httpserver.HttpServer;
import dev.convoy.kit.aws.AwsCalls.Answer;
import dev.convoy.kit.worker.LastLook;
import java.io.IOException;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.awscore.AwsRequest;
import software.amazon.awssdk.awscore.exception.AwsServiceException;
import software.amazon.awssdk.core.SdkClient;
import software.amazon.awssdk.services.ec2.Ec2Client;
import software.amazon.awssdk.services.iam.IamClient;
import software.amazon.awssdk.services.kms.KmsClient;
import software.amazon.awssdk.services.mgn.MgnClient;
import software.amazon.awssdk.services.route53.Route53Client;
import software.amazon.awssdk.services.servicequotas.ServiceQuotasClient;
import software.amazon.awssdk.services.ssm.SsmClient;
import software.amazon.awssdk.services.sts.StsClient;
import software.amazon.awssdk.utils.builder.Buildable;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.tuple;
import static org.junit.jupiter.api.Assertions.assertThrows;

/** What leaves the clients of an account that is only observed: the real clients, before a listener that counts. */
class ObservingTest {

  private static final AccountKey OBSERVED = new AccountKey("111122223333", "eu-central-1", null);
  private static final AccountKey OTHER = new AccountKey("444455556666", "eu-central-1", null);
  private static final Instant NOW = Instant.parse("2026-03-01T08:00:00Z");

  private final AtomicInteger requests = new AtomicInteger();
  private final PlannedCalls planned = new PlannedCalls(Clock.fixed(NOW, ZoneOffset.UTC));
  private HttpServer server;
  private AwsClients clients;

  @BeforeEach
  void listen() throws IOException {
    System.setProperty("aws.accessKeyId", "AKIATEST");
    System.setProperty("aws.secretAccessKey", "secret");
    server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.createContext("/", exchange -> {
      requests.incrementAndGet();
      exchange.sendResponseHeaders(403, -1);
      exchange.close();
    });
    server.start();
    clients = clients(AwsMode.ACT, List.of("111122223333/eu-central-1"));
  }

  @AfterEach
  void end() {
    System.clearProperty("aws.accessKeyId");
    System.clearProperty("aws.secretAccessKey");
    clients.close();
    server.stop(0);
  }

  private AwsClients clients(AwsMode mode, List<String> observed) {
    return new AwsClients(new AwsSettings(URI.create("http://127.0.0.1:" + server.getAddress().getPort()),
        Duration.ofSeconds(10), 10_000, 10_000, Duration.ZERO, Duration.ofMillis(5), Duration.ZERO, Duration.ofMillis(1),
        mode, observed), planned);
  }

  /** The methods of a client that make one call each. */
  private static List<Method> operations(Class<? extends SdkClient> type) {
    return Arrays.stream(type.getMethods()).filter(method -> method.getParameterCount() == 1
        && AwsRequest.class.isAssignableFrom(method.getParameterTypes()[0])
        && !method.getName().endsWith("Paginator")).toList();
  }

  private static String name(Method method) {
    return method.getParameterTypes()[0].getSimpleName().replaceAll("Request$", "");
  }

  private static Throwable call(SdkClient client, Method method) {
    try {
      var request = method.getParameterTypes()[0];
      var builder = (Buildable) request.getMethod("builder").invoke(null);
      method.invoke(client, builder.build());
      return new AssertionError(name(method) + " was answered");
    } catch (InvocationTargetException e) {
      return e.getCause();
    } catch (ReflectiveOperationException e) {
      throw new AssertionError(e);
    }
  }

  private static boolean refused(Throwable thrown) {
    return Stream.iterate(thrown, each -> each != null, Throwable::getCause).anyMatch(NotSentException.class::isInstance);
  }

  /** Calls every operation of a client, with nothing in the request; returns those that left. */
  private Set<String> left(String service, Class<? extends SdkClient> type, SdkClient client) {
    var left = new TreeSet<String>();
    for (var method : operations(type)) {
      var before = requests.get();
      var thrown = call(client, method);
      if (!refused(thrown)) {
        left.add(name(method).toLowerCase(Locale.ROOT));
      } else {
        assertThat(requests.get()).as("%s %s on the wire", service, name(method)).isEqualTo(before);
      }
    }
    return left;
  }

  @Test
  void noneOfAllOperationsOfMgnAndEc2LeavesAClientUnlessItOnlyReads() {
    assertThat(operations(MgnClient.class).size() + operations(Ec2Client.class).size()).isGreaterThan(750);
    for (var mgn : List.of(clients.mgnReader(OBSERVED), clients.mgnWriter(OBSERVED))) {
      assertThat(left("Mgn", MgnClient.class, mgn)).isEqualTo(reads("Mgn")).allMatch(name -> name.matches("(describe|list|get).*"));
    }
    assertThat(left("Ec2", Ec2Client.class, clients.ec2Writer(OBSERVED))).isEqualTo(reads("Ec2"))
        .allMatch(name -> name.startsWith("describe"));
    assertThat(refused(assertThrows(RuntimeException.class, () -> clients.ec2Reader(OBSERVED).runInstances(r -> {})))).isTrue();
  }

  @Test
  void norOfTheOtherServices() {
    assertThat(left("Sts", StsClient.class, clients.stsReader(OBSERVED))).isEqualTo(reads("Sts"));
    assertThat(left("Kms", KmsClient.class, clients.kmsReader(OBSERVED))).isEqualTo(reads("Kms"));
    assertThat(left("Iam", IamClient.class, clients.iamReader(OBSERVED))).isEqualTo(reads("Iam"));
    for (var zones : List.of(clients.route53Reader(OBSERVED), clients.route53Writer(OBSERVED))) {
      assertThat(left("Route53", Route53Client.class, zones)).isEqualTo(reads("Route53"));
    }
    assertThat(left("ServiceQuotas", ServiceQuotasClient.class, clients.quotasReader(OBSERVED)))
        .isEqualTo(reads("ServiceQuotas"));
    try (var ssm = clients.reader(SsmClient.builder(), OBSERVED)) {
      assertThat(left("Ssm", SsmClient.class, ssm)).isEqualTo(reads("Ssm"));
    }
    var exceptions = List.of("AssumeRole", "SimulatePrincipalPolicy");
    assertThat(Reads.all().values()).flatExtracting(names -> names)
        .allMatch(name -> name.matches("(Describe|List|Get)[A-Z].*") || exceptions.contains(name));
  }

  private static Set<String> reads(String service) {
    var names = Reads.all().getOrDefault(service, Set.of());
    assertThat(names).isNotEmpty().allMatch(name -> Reads.contains(service, name));
    return names.stream().map(name -> name.toLowerCase(Locale.ROOT)).collect(Collectors.toSet());
  }

  @Test
  void aWithheldCallHadNoEffectAndIsKeptForThoseItIsFor() {
    var answer = LastLook.under(() -> true, List.of("web-1", "web-2"), () -> AwsCalls.change(() ->
        clients.mgnWriter(OBSERVED).startTest(r -> r.sourceServerIDs("s-11111111111111111", "s-22222222222222222"))));
    assertThat(answer).isEqualTo(new Answer.Throttled<>(Observing.PAUSE));
    AwsCalls.change(() -> clients.mgnWriter(OBSERVED).initializeService(r -> {}));
    AwsCalls.change(() -> clients.mgnWriter(OBSERVED).initializeService(r -> {}));
    assertThat(planned.of("111122223333", "eu-central-1"))
        .extracting(PlannedCall::operation, PlannedCall::server, PlannedCall::times, PlannedCall::waitsFor)
        .containsExactly(
            tuple("InitializeService", "", 2L, "observe mode"),
            tuple("StartTest", "web-1", 1L, "observe mode"),
            tuple("StartTest", "web-2", 1L, "observe mode"));
    assertThat(planned.of("111122223333", "eu-central-1").getLast().parameters()).contains("s-22222222222222222");
    assertThat(planned.of("444455556666", "eu-central-1")).isEmpty();
    assertThat(requests).hasValue(0);
  }

  @Test
  void sensitiveParametersAreNotKept() {
    AwsCalls.change(() -> clients.ec2Writer(OBSERVED).createLaunchTemplateVersion(r -> r.launchTemplateId("lt-1")
        .launchTemplateData(d -> d.instanceType("m6i.large").userData("CANARY"))));
    assertThat(planned.of("111122223333", "eu-central-1")).singleElement().satisfies(call ->
        assertThat(call.parameters()).contains("lt-1", "m6i.large").doesNotContain("CANARY"));
  }

  @Test
  void otherAccountsAreActedOnUnlessTheServiceOnlyObserves() {
    assertThat(AwsCalls.change(() -> clients.mgnWriter(OTHER).initializeService(r -> {})))
        .isInstanceOf(Answer.Refused.class);
    assertThat(requests).hasValue(1);
    try (var observing = clients(AwsMode.OBSERVE, List.of())) {
      assertThat(AwsCalls.change(() -> observing.mgnWriter(OTHER).initializeService(r -> {})))
          .isInstanceOf(Answer.Throttled.class);
    }
    assertThat(requests).hasValue(1);
  }

  @Test
  void readsGoOn() {
    assertThatThrownBy(() -> AwsCalls.read(() -> clients.mgnReader(OBSERVED).describeSourceServers(r -> {})))
        .isInstanceOf(AwsServiceException.class);
    assertThat(requests).hasValue(1);
  }
}

package dev.convoy.inventory.adapter.web;

import dev.convoy.events.cmdb.ServerDeclared;
import dev.convoy.events.status.ServerStatus;
import dev.convoy.inventory.Samples;
import dev.convoy.inventory.World;
import dev.convoy.inventory.command.Command;
import dev.convoy.inventory.command.CommandGateway;
import dev.convoy.inventory.command.WaveCommand;
import dev.convoy.inventory.intake.DeclarationGateway;
import dev.convoy.inventory.readmodel.ReadModel;
import dev.convoy.inventory.wave.WaveDecider;
import dev.convoy.inventory.wave.WaveMessage;
import dev.convoy.kit.aws.AwsSettings;
import dev.convoy.kit.core.Emitter;
import dev.convoy.kit.histories.MapRows;
import dev.convoy.kit.hostile.Hostile;
import dev.convoy.kit.text.Printable;
import jakarta.servlet.ServletInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.URLEncoder;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Random;
import org.apache.avro.io.BinaryEncoder;
import org.apache.avro.io.EncoderFactory;
import org.apache.avro.specific.SpecificData;
import org.apache.avro.specific.SpecificDatumWriter;
import org.apache.avro.specific.SpecificRecord;
import org.junit.jupiter.api.Test;
import org.springframework.http.HttpMethod;
import org.springframework.mock.web.DelegatingServletInputStream;
import org.springframework.mock.web.MockHttpServletRequest;
import org.springframework.mock.web.MockHttpServletResponse;
import org.springframework.test.web.servlet.MockMvc;
import org.springframework.test.web.servlet.setup.MockMvcBuilders;
import org.springframework.web.servlet.mvc.method.annotation.RequestMappingHandlerMapping;
import tools.jackson.databind.json.JsonMapper;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.springframework.test.web.servlet.request.MockMvcRequestBuilders.request;

/** Hostile requests to every endpoint (R17): no 500, and an error that says what to do. */
class HostileRequestsTest {

  private static final List<String> ACTIONS =
      List.of("plan", "start", "pause", "resume", "approve", "revoke", "rollback");
  private static final List<String> FIELDS = List.of("by", "reason", "gate", "gates", "groupPolicy", "windowStart",
      "windowEnd", "deadline", "soakSeconds", "testKeepDays", "nobody");
  private static final List<String> TYPES = List.of("application/json", "text/csv", "text/plain",
      "application/x-www-form-urlencoded", "application/xml", "multipart/form-data; boundary=x", "nonsense", "*/*");

  private final ReadModel model = new ReadModel();
  private final Gateway gateway = new Gateway();
  private final CommandDesk desk = new CommandDesk(model, gateway, Duration.ZERO);
  private final MockMvc mvc = MockMvcBuilders.standaloneSetup(new ServersController(model, desk,
      new AwsSettings(null, Duration.ZERO, 1, 1, Duration.ZERO, Duration.ZERO, Duration.ZERO, Duration.ZERO)),
      new WavesController(model, desk), new CommandsController(model),
      new IntakeController(Samples.environments(), gateway)).setControllerAdvice(new ApiErrors()).build();
  private final List<String> routes = routes(mvc);

  /** What would go to the deciders goes to one at once, and what it publishes is written as it would be. */
  private static final class Gateway implements CommandGateway, DeclarationGateway {
    private int sent;

    @Override
    public void send(Command command) {
      sent++;
      assertThat(Printable.is(command.by() + command.target() + command.id())).as("%s", command).isTrue();
      if (command instanceof WaveCommand wave) {
        var decider = new WaveDecider(World.SETTINGS);
        var out = new Emitter();
        decider.wakeAt(decider.decide(decider.initial(wave.target()), new MapRows<>(), new WaveMessage.Commanded(wave),
            out, Instant.parse("2026-01-01T00:00:00Z")));
        out.events().forEach(HostileRequestsTest::written);
      }
    }

    @Override
    public void send(List<ServerDeclared> declarations, String cause) {
      sent++;
      declarations.forEach(HostileRequestsTest::written);
    }
  }

  private static void written(SpecificRecord event) {
    try {
      BinaryEncoder encoder = EncoderFactory.get().binaryEncoder(OutputStream.nullOutputStream(), null);
      new SpecificDatumWriter<SpecificRecord>(event.getSchema(), SpecificData.getForClass(event.getClass())).write(event, encoder);
      encoder.flush();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Test
  void noRequestIsAnsweredByAFaultOfOurs() {
    model.caughtUp();
    var world = new World().tell("a", Samples.message("a", d -> d));
    model.status("a", world.last(ServerStatus.class));
    assertThat(routes).contains("/api/intake", "/api/servers/{id}/retry", "/api/waves/{id}/{action}");
    Hostile.each("requests", random -> {
      var method = random.nextInt(8) == 0 ? HttpMethod.DELETE : random.nextInt(3) == 0 ? HttpMethod.GET : HttpMethod.POST;
      var sent = request(method, URI.create(path(random) + query(random)));
      if (random.nextInt(10) > 0) {
        sent.header("Content-Type", random.nextInt(3) > 0 ? TYPES.getFirst() : TYPES.get(random.nextInt(TYPES.size())));
      }
      if (random.nextInt(5) == 0) {
        sent.header("Idempotency-Key", Hostile.value(random));
      }
      sent.content(body(random));
      judged(mvc.perform(sent).andReturn().getResponse());
    });
    assertThat(gateway.sent).as("requests that were taken").isPositive();
  }

  private static void judged(MockHttpServletResponse response) throws Exception {
    assertThat(response.getStatus()).as(response.getContentAsString(UTF_8)).isLessThan(500);
    var text = response.getContentAsString(UTF_8);
    assertThat(text.length()).as("size of the answer").isLessThan(1_000_000);
    if (response.getStatus() >= 400) {
      var error = JsonMapper.shared().readTree(text);
      assertThat(error.path("code").asString()).as(text).matches("CVY-\\d{4}");
      assertThat(error.path("message").asString()).as(text).isNotBlank().doesNotContain("Exception", "\tat ");
      assertThat(error.path("remedy").asString()).as(text).isNotBlank();
      assertThat(Printable.is(error.path("message").asString())).as(text).isTrue();
    }
  }

  /** Any route of the controllers, most often with ids and actions that there are. */
  private String path(Random random) {
    var id = random.nextInt(3) == 0 ? encoded(Hostile.value(random)) : "a";
    var action = random.nextInt(9) == 0 ? encoded(Hostile.value(random)) : ACTIONS.get(random.nextInt(ACTIONS.size()));
    return routes.get(random.nextInt(routes.size())).replace("{id}", id).replace("{action}", action);
  }

  private static List<String> routes(MockMvc mvc) {
    var context = Objects.requireNonNull(mvc.getDispatcherServlet().getWebApplicationContext());
    return context.getBean(RequestMappingHandlerMapping.class).getHandlerMethods().keySet().stream()
        .flatMap(route -> route.getPatternValues().stream()).sorted().toList();
  }

  private static String query(Random random) {
    return random.nextInt(3) > 0 ? "" : "?" + List.of("wave", "stage", "parked", "offset", "limit", "name", "x")
        .get(random.nextInt(7)) + "=" + encoded(Hostile.value(random));
  }

  private static String encoded(String value) {
    return URLEncoder.encode(value, UTF_8).replace("+", "%20");
  }

  private static byte[] body(Random random) {
    return switch (random.nextInt(10)) {
      case 0 -> new byte[0];
      case 1 -> Hostile.value(random).getBytes(UTF_8);
      case 2 -> ("{\"gates\":".repeat(1 + random.nextInt(1500)) + "1").getBytes(UTF_8);
      case 3 -> ("[".repeat(1 + random.nextInt(5000))).getBytes(UTF_8);
      case 4 -> ("{\"by\":\"" + "x".repeat(random.nextInt(40_000)) + "\"}").getBytes(UTF_8);
      case 5 -> {
        var bytes = new byte[random.nextInt(200)];
        random.nextBytes(bytes);
        yield bytes;
      }
      default -> object(random).getBytes(UTF_8);
    };
  }

  private static String object(Random random) {
    var fields = new ArrayList<String>();
    for (int i = random.nextInt(5); i >= 0; i--) {
      fields.add("\"" + FIELDS.get(random.nextInt(FIELDS.size())) + "\":" + json(random));
    }
    return "{" + String.join(",", fields) + "}";
  }

  private static String json(Random random) {
    return switch (random.nextInt(8)) {
      case 0 -> "null";
      case 1 -> List.of("1", "-1", "1e99", "9223372036854775807", "9223372036854775808", "0.5", "true").get(random.nextInt(7));
      case 2 -> "[" + random.nextInt() + "]";
      case 3 -> "{\"CUTOVER\":" + List.of("\"APPROVAL\"", "null", "7", "{}", "\"" + random.nextInt() + "\"").get(random.nextInt(5)) + "}";
      case 4 -> "\"" + List.of("2026-02-01T00:00:00Z", "+1000000000-12-31T23:59:59Z", "-1000000000-01-01T00:00:00Z",
          "2026-02-30T00:00:00Z", "9999-12-31T23:59:59Z", "now").get(random.nextInt(6)) + "\"";
      case 5 -> "\"" + List.of("CUTOVER", "build", "HOLD", "rollback", "UNKNOWN").get(random.nextInt(5)) + "\"";
      default -> JsonMapper.shared().writeValueAsString(Hostile.value(random));
    };
  }

  /** A body without an end is read no further than allowed. */
  @Test
  void anEndlessBodyIsNotRead() {
    var request = new MockHttpServletRequest() {
      @Override
      public ServletInputStream getInputStream() {
        return new DelegatingServletInputStream(new InputStream() {
          private long read;

          @Override
          public int read() {
            assertThat(++read).as("bytes read").isLessThan(1 << 20);
            return 'x';
          }
        });
      }
    };
    assertThatThrownBy(() -> CommandBody.of(request)).isInstanceOf(ApiException.class)
        .hasMessageContaining("more than 16384 bytes");
  }
}

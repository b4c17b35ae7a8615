package dev.convoy.schemas.serde;

import dev.convoy.events.cmdb.ServerDeclared;
import dev.convoy.events.cmdb.ServerMigrated;
import dev.convoy.events.common.CheckKind;
import dev.convoy.events.common.DeclaredCheck;
import dev.convoy.events.common.Stage;
import dev.convoy.events.inventory.ServerHeld;
import dev.convoy.schemas.AvroModel;
import dev.convoy.schemas.registry.InMemoryRegistry;
import dev.convoy.schemas.registry.RegisteredSchema;
import dev.convoy.schemas.registry.RegistryException;
import dev.convoy.schemas.registry.SchemaRegistry;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import org.apache.avro.Schema;
import org.apache.avro.SchemaBuilder;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

class EventSerdeTest {
  private static final Instant NOW = Instant.parse("2026-05-01T10:00:00.123Z");
  // serverId "a", round 1, attempt 0, occurredAt 1000 ms, reason "why": zig-zag varints, strings by length.
  private static final byte[] HELD = bytes("00 00000001 02 61 02 00 d0 0f 06 77 68 79");
  private static final ServerHeld HELD_EVENT = new ServerHeld("a", 1, 0, Instant.ofEpochMilli(1000), "why");

  private final InMemoryRegistry registry = new InMemoryRegistry();
  private final EventSerde serde = new EventSerde(registry);

  private static byte[] bytes(String hex) {
    return HexFormat.of().parseHex(hex.replace(" ", ""));
  }

  private static ServerMigrated migrated(@Nullable String privateIp) {
    return new ServerMigrated(
        "web-1", 1, 2, NOW, Stage.CUTOVER_DONE, "i-1", privateIp, "111122223333", "eu-central-1");
  }

  @Test
  void anEventComesBackAsItWas() {
    ServerDeclared declared = ServerDeclared.newBuilder()
        .setServerId("web-1").setName("web").setFqdn("web.example.org").setOsFamily("linux").setOsVersion("9")
        .setAccount("111122223333").setRegion("eu-central-1").setTags(Map.of("a", "b"))
        .setChecks(List.of(new DeclaredCheck(CheckKind.HTTP, 80, "/", 200)))
        .build();
    for (var event : List.of(migrated("10.0.0.1"), migrated(null), declared)) {
      assertThat(serde.decode(serde.encode(event))).isEqualTo(event).isInstanceOf(event.getClass());
    }
  }

  @Test
  void theBytesAreThoseOfConfluentsFormat() {
    assertThat(serde.encode(HELD_EVENT)).isEqualTo(HELD);
    assertThat(serde.decode(HELD)).isEqualTo(HELD_EVENT);
  }

  @Test
  void theSubjectIsTheFullNameAndTheSchemaThatOfTheFile() {
    serde.encode(HELD_EVENT);
    RegisteredSchema latest = registry.latest("dev.convoy.events.inventory.ServerHeld");
    assertThat(latest.schema().toString()).doesNotContain("avro.java.string");
    assertThat(latest.schema().getField("occurredAt").schema().getLogicalType().getName()).isEqualTo("timestamp-millis");
  }

  @Test
  void theTypeIsToldWithoutDecoding() {
    serde.encode(HELD_EVENT);
    byte[] broken = bytes("00 00000001 ff");
    assertThat(serde.fullName(broken)).isEqualTo("dev.convoy.events.inventory.ServerHeld");
  }

  @Test
  void anEventWrittenByANewerVersionReadsInTodaysShape() {
    Schema today = AvroModel.published(ServerHeld.getClassSchema());
    String field = "{\"name\":\"heldBy\",\"type\":\"string\",\"default\":\"\"},{\"name\":\"reason\"";
    Schema newer = new Schema.Parser().parse(today.toString().replace("{\"name\":\"reason\"", field));
    registry.register(newer.getFullName(), newer);
    byte[] bytes = bytes("00 00000001 02 61 02 00 d0 0f 04 6d 65 06 77 68 79");
    assertThat(serde.decode(bytes)).isEqualTo(HELD_EVENT);
  }

  @Test
  void withUseLatestVersionTheEventIsWrittenInTheNewestShape() {
    Schema today = AvroModel.published(ServerHeld.getClassSchema());
    String field = "{\"name\":\"heldBy\",\"type\":\"string\",\"default\":\"me\"},{\"name\":\"reason\"";
    Schema newer = new Schema.Parser().parse(today.toString().replace("{\"name\":\"reason\"", field));
    registry.register(newer.getFullName(), newer);
    serde.configure(Map.of("use.latest.version", "true"), false);
    assertThat(serde.encode(HELD_EVENT)).isEqualTo(bytes("00 00000001 02 61 02 00 d0 0f 04 6d 65 06 77 68 79"));
  }

  @Test
  void withoutAutoRegisterAnUnknownSchemaIsRefused() {
    serde.configure(Map.of("auto.register.schemas", false), false);
    assertThatThrownBy(() -> serde.encode(HELD_EVENT))
        .isInstanceOfSatisfying(RegistryException.class, e -> assertThat(e.unknown()).isTrue());
  }

  @Test
  void whatCannotBeDecodedSaysWhy() {
    serde.encode(HELD_EVENT);
    Schema foreign = SchemaBuilder.record("Thing").namespace("org.other").fields().requiredString("x").endRecord();
    Schema gone = SchemaBuilder.record("Gone").namespace("dev.convoy.events.agent").fields().endRecord();
    registry.register("org.other.Thing", foreign);
    registry.register("dev.convoy.events.agent.Gone", gone);
    assertUndecodable("", "too few");
    assertUndecodable("00 00", "too few");
    assertUndecodable("7b 00000001 00", "first byte is 123");
    assertUndecodable("00 00000063 00", "does not know schema id 99");
    assertUndecodable("00 00000002 02 61", "org.other.Thing is no event");
    assertUndecodable("00 00000003", "dev.convoy.events.agent.Gone is no event");
    assertUndecodable("00 00000001 02 61 02", "no dev.convoy.events.inventory.ServerHeld");
    assertUndecodable("00 00000001 02 61 02 00 d0 0f 06 77 68 79 00", "left over");
    // A string of 2 GB, and one of negative length.
    assertUndecodable("00 00000001 fe ff ff ff 0f 61", "no dev.convoy.events.inventory.ServerHeld");
    assertUndecodable("00 00000001 03 61", "no dev.convoy.events.inventory.ServerHeld");
  }

  /** What writers of another version, or an enemy, may have registered under our name. */
  @Test
  void lengthsThatAreNotThereAndNestingWithoutEndAreErrorsAndExhaustNoHeap() {
    String name = "{\"type\":\"record\",\"name\":\"ServerHeld\",\"namespace\":\"dev.convoy.events.inventory\",\"fields\":[";
    String today = ServerHeld.getClassSchema().toString();
    String fields = today.substring(today.indexOf("\"fields\":[") + "\"fields\":[".length());
    for (String first : List.of("{\"type\":\"array\",\"items\":\"string\"}", "{\"type\":\"array\",\"items\":\"null\"}",
        "{\"type\":\"map\",\"values\":\"string\"}", "\"bytes\"", "[\"null\",\"ServerHeld\"]")) {
      int id = registry.register("x", new Schema.Parser().parse(
          name + "{\"name\":\"more\",\"type\":" + first + "}," + fields));
      byte[] hostile = new byte[400_000];
      Arrays.fill(hostile, (byte) 2);
      ByteBuffer.wrap(hostile).put((byte) 0).putInt(id);
      if (!first.contains("ServerHeld")) {
        ByteBuffer.wrap(hostile, 5, 5).put(bytes("fe ff ff ff 0f"));
      }
      assertThatThrownBy(() -> serde.decode(hostile)).as(first).isInstanceOf(UndecodableException.class);
    }
  }

  private void assertUndecodable(String hex, String why) {
    assertThatThrownBy(() -> serde.decode(bytes(hex)))
        .isInstanceOf(UndecodableException.class)
        .hasMessageContaining(why);
  }

  @Test
  void aRegistryThatCannotBeAskedIsNotBadInput() {
    EventSerde unlucky = new EventSerde(new Outage());
    assertThatThrownBy(() -> unlucky.decode(HELD))
        .isInstanceOfSatisfying(RegistryException.class, e -> assertThat(e.transientFailure()).isTrue());
  }

  @Test
  void serdesOfOneMockRegistryUnderstandEachOther() {
    Map<String, String> config = Map.of("schema.registry.url", "mock://event-serde-test");
    try (EventSerializer serializer = new EventSerializer(); EventDeserializer deserializer = new EventDeserializer()) {
      serializer.configure(config, false);
      deserializer.configure(config, false);
      assertThat(deserializer.deserialize("t", serializer.serialize("t", HELD_EVENT))).isEqualTo(HELD_EVENT);
      assertThat(serializer.serialize("t", null)).isNull();
      assertThat(deserializer.deserialize("t", null)).isNull();
    }
  }

  @Test
  void textIsNotAnEvent() {
    assertThatThrownBy(() -> serde.decode("{\"a\":1}".getBytes(StandardCharsets.UTF_8)))
        .isInstanceOf(UndecodableException.class);
  }

  private static final class Outage implements SchemaRegistry {
    private static RegistryException down() {
      return new RegistryException(RegistryException.Kind.UNAVAILABLE, "down");
    }

    @Override
    public int register(String subject, Schema schema) {
      throw down();
    }

    @Override
    public int lookup(String subject, Schema schema) {
      throw down();
    }

    @Override
    public Schema byId(int id) {
      throw down();
    }

    @Override
    public RegisteredSchema latest(String subject) {
      throw down();
    }
  }
}

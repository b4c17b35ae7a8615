package dev.convoy.inventory.server;

import dev.convoy.events.common.Stage;
import dev.convoy.inventory.Samples;
import dev.convoy.inventory.World;
import dev.convoy.schemas.AvroModel;
import dev.convoy.schemas.Service;
import dev.convoy.schemas.Topics;
import java.time.Instant;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.apache.avro.Schema;
import org.apache.avro.specific.SpecificRecord;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/** Every row of the tables of proofs and failures, one by one. */
class TablesTest {

  private static SpecificRecord event(Class<? extends SpecificRecord> type, Instant at) {
    var schema = AvroModel.get().getSchema(type);
    var event = (SpecificRecord) AvroModel.get().newRecord(null, schema);
    for (var field : schema.getFields()) {
      event.put(field.pos(), switch (field.name()) {
        case "serverId" -> "a";
        case "round", "attempt" -> 1;
        case "final" -> true;
        default -> value(field.schema(), at);
      });
    }
    return event;
  }

  private static Object value(Schema schema, Instant at) {
    return switch (schema.getType()) {
      case STRING -> "x";
      case INT -> 1;
      case LONG -> schema.getLogicalType() == null ? 1L : at;
      case BOOLEAN -> false;
      case ARRAY -> List.of();
      case MAP -> Map.of();
      case ENUM -> AvroModel.get().createEnum(schema.getEnumSymbols().getFirst(), schema);
      case UNION -> value(schema.getTypes().getLast(), at);
      default -> throw new IllegalArgumentException(schema.toString());
    };
  }

  private static World registered() {
    return new World().tell("a", Samples.message("a", d -> d));
  }

  @Test
  void everyProofLeadsToItsStageAndToNoOther() {
    StageProofs.TABLE.forEach((type, stage) -> {
      var world = registered();
      world.tell("a", event(type, world.now()));
      assertThat(world.state("a").round().stage()).as(type.getSimpleName()).isEqualTo(stage);
    });
  }

  @Test
  void everyStageIsProvenByAnEventOrIsTheInventorysOwn() {
    var own = EnumSet.of(Stage.UNKNOWN, Stage.REGISTERED, Stage.BUILD_AUTHORIZED, Stage.TEST_AUTHORIZED,
        Stage.TEST_WAIVED, Stage.CUTOVER_AUTHORIZED, Stage.WITHDRAWN);
    assertThat(EnumSet.complementOf(own)).containsExactlyInAnyOrderElementsOf(StageProofs.TABLE.values());
  }

  @Test
  void everyFinalFailureParksAndIsClearedByItsProof() {
    Failures.TABLE.forEach((type, row) -> {
      var world = registered();
      world.tell("a", event(type, world.now()));
      assertThat(world.parked()).as(type.getSimpleName()).containsExactly("x");
      var clearedBy = Objects.requireNonNull(world.state("a").attention().parked()).clearedBy();
      StageProofs.TABLE.forEach((proof, stage) -> {
        if (stage == clearedBy) {
          world.tell("a", event(proof, world.now().plusSeconds(60)));
        }
      });
      var parked = world.state("a").attention().parked();
      assertThat(parked == null || parked.parking().getCode().startsWith("CVY-13")
          || clearedBy == Stage.CUTOVER_AUTHORIZED).as(type.getSimpleName()).isTrue();
    });
  }

  @Test
  void whatIsTakenIsReadByTheInventory() {
    assertThat(ServerDecider.facts()).allMatch(type -> Topics.reads(Service.INVENTORY, type));
  }
}

package dev.convoy.inventory.server;

import dev.convoy.events.common.Stage;
import dev.convoy.events.launch.LaunchStepFailed;
import dev.convoy.events.launch.TestEnded;
import dev.convoy.events.launch.TestKept;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.apache.avro.Schema;
import org.apache.avro.specific.SpecificData;
import org.apache.avro.specific.SpecificRecord;

import static dev.convoy.kit.histories.DeciderPlay.made;

/** Facts of the other services of every type that the inventory takes, made by their schemas. */
final class ServerMessages {

  private static final String CODE = "CVY-0000";
  private static final List<Class<? extends SpecificRecord>> TYPES =
      ServerDecider.facts().stream().sorted(Comparator.comparing(Class::getName)).toList();

  private ServerMessages() {}

  /** One of each type, failures twice, once for good; made when one is drawn. */
  static List<Object> facts(String server, int round, Instant at) {
    return TYPES.stream().flatMap(type -> Failures.TABLE.containsKey(type)
        ? Stream.of(made(() -> fact(type, server, round, at, false)), made(() -> fact(type, server, round, at, true)))
        : Stream.of(made(() -> fact(type, server, round, at, false)))).toList();
  }

  /** What proves the stages right after one, and what may go wrong there. */
  static List<Object> next(String server, Stage stage, int round, Instant at) {
    var next = new ArrayList<Object>();
    StageProofs.TABLE.forEach((type, proven) -> {
      int ahead = proven.ordinal() - stage.ordinal();
      if (ahead > 0 && ahead <= 2) {
        next.add(fact(type, server, round, at, false));
      }
    });
    next.sort(Comparator.comparing(fact -> fact.getClass().getName()));
    next.addAll(List.copyOf(next));
    return next;
  }

  static SpecificRecord snapshotsRefused(String server, int round, int attempt, Instant at) {
    return new LaunchStepFailed(server, round, attempt, at, "SnapshotTarget", CODE, "refused", "allow it", true);
  }

  static SpecificRecord testEnded(String server, int round, Instant at) {
    return fact(TestEnded.class, server, round, at, false);
  }

  static SpecificRecord testKept(String server, int round, Instant at) {
    return fact(TestKept.class, server, round, at, false);
  }

  /** True for a failure that another service named: its code is not the inventory's. */
  static boolean isOfOthers(String published) {
    return published.endsWith(CODE);
  }

  private static SpecificRecord fact(
      Class<? extends SpecificRecord> type, String server, int round, Instant at, boolean forGood) {
    var schema = SpecificData.get().getSchema(type);
    var event = (SpecificRecord) SpecificData.newInstance(type, schema);
    schema.getFields().forEach(field -> event.put(field.pos(), switch (field.name()) {
      case "serverId" -> server;
      case "round" -> round;
      case "attempt" -> 1;
      case "final" -> forGood;
      case "code" -> CODE;
      default -> value(field.schema(), at);
    }));
    return event;
  }

  private static Object value(Schema schema, Instant at) {
    return switch (schema.getType()) {
      case STRING -> "text";
      case INT -> 7;
      case LONG -> schema.getLogicalType() == null ? (Object) 7L : at;
      case BOOLEAN -> false;
      case ARRAY -> List.of();
      case MAP -> Map.of();
      case ENUM -> SpecificData.get().createEnum(schema.getEnumSymbols().getLast(), schema);
      case UNION -> value(schema.getTypes().getLast(), at);
      default -> throw new IllegalArgumentException(schema.toString());
    };
  }
}

package dev.convoy.lab.run;

import dev.convoy.agent.server.AgentOperation;
import dev.convoy.kit.core.Operation;
import dev.convoy.kit.fault.FaultPoint;
import dev.convoy.launch.server.LaunchOperation;
import dev.convoy.replication.server.ReplicationOperation;
import dev.convoy.validation.verdict.ValidationOperation;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;

/** Every kind of operation of every service with every point at which a crash is to be survived. */
public final class CrashTable {

  private static final Map<LabService, Class<? extends Operation>> OPERATIONS = Map.of(
      LabService.AGENT, AgentOperation.class,
      LabService.REPLICATION, ReplicationOperation.class,
      LabService.LAUNCH, LaunchOperation.class,
      LabService.VALIDATION, ValidationOperation.class);

  /** A zombie is no crash: it has its own test. */
  private static final Set<FaultPoint> POINTS = EnumSet.complementOf(EnumSet.of(FaultPoint.OBSERVED));

  private CrashTable() {}

  /** A row of the table. */
  public record Row(LabService service, String kind, FaultPoint point) {}

  /** Sealed types of the services' operations. */
  public static List<Class<? extends Operation>> families() {
    return List.copyOf(OPERATIONS.values());
  }

  /** All rows. */
  public static List<Row> rows() {
    return Stream.of(LabService.values()).flatMap(service -> of(service).stream()).toList();
  }

  /** Rows of one service; none when it wants nothing done. */
  static List<Row> of(LabService service) {
    Class<? extends Operation> family = OPERATIONS.get(service);
    return family == null ? List.of() : kinds(family).sorted()
        .flatMap(kind -> POINTS.stream().map(point -> new Row(service, kind, point))).toList();
  }

  private static Stream<String> kinds(Class<?> type) {
    return type.isSealed() ? Stream.of(type.getPermittedSubclasses()).flatMap(CrashTable::kinds)
        : Stream.of(type.getSimpleName());
  }
}

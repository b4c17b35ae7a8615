package dev.convoy.lab.run;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import dev.convoy.kit.core.Operation;
import dev.convoy.kit.fault.FaultPoint;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;

class CrashTableTest {

  @Test
  void everyKindOfOperationOfEveryServiceIsInTheTableWithEveryPoint() {
    Set<String> kinds = new ClassFileImporter().withImportOption(new ImportOption.DoNotIncludeTests())
        .importPackages("dev.convoy.agent", "dev.convoy.inventory", "dev.convoy.launch", "dev.convoy.replication",
            "dev.convoy.validation").stream()
        .filter(type -> type.isAssignableTo(Operation.class) && !type.isInterface()).map(JavaClass::getSimpleName)
        .collect(Collectors.toSet());
    assertThat(kinds).hasSizeGreaterThanOrEqualTo(19);
    for (String kind : kinds) {
      assertThat(CrashTable.rows().stream().filter(row -> row.kind().equals(kind)).map(CrashTable.Row::point))
          .as(kind).containsExactlyInAnyOrder(FaultPoint.INTENT_BEFORE_COMMIT, FaultPoint.INTENT_COMMITTED,
              FaultPoint.SENT, FaultPoint.OUTCOME_BEFORE_COMMIT, FaultPoint.OUTCOME_COMMITTED);
    }
  }

  @Test
  void aRowThatWasNotVisitedOftenEnoughIsMissed(@TempDir Path folder) throws Exception {
    CrashPlan plan = new CrashPlan(2, false, folder);
    CrashTable.Row row = CrashTable.rows().getFirst();
    Path service = Files.createDirectories(folder.resolve(row.service().shortName()));
    Files.createFile(service.resolve(row.point() + "." + row.kind() + ".1"));
    assertThat(plan.struck(row)).isEqualTo(1);
    assertThat(plan.missing()).contains(row);
    Files.createFile(service.resolve(row.point() + "." + row.kind() + ".2"));
    assertThat(plan.missing()).doesNotContain(row).hasSize(CrashTable.rows().size() - 1);
  }

  @Test
  void withoutCrashPointsNoServiceHasAny(@TempDir Path folder) {
    assertThat(List.of(LabService.values())).allMatch(
        service -> new CrashPlan(0, false, folder).settings(service).isEmpty());
  }
}

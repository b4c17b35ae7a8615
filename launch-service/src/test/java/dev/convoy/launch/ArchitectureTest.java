package dev.convoy.launch;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import dev.convoy.kit.aws.AccountKey;
import org.junit.jupiter.api.Test;

import static com.tngtech.archunit.core.domain.JavaClass.Predicates.equivalentTo;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

class ArchitectureTest {

  private final JavaClasses classes = new ClassFileImporter()
      .withImportOption(new ImportOption.DoNotIncludeTests()).importPackages("dev.convoy.launch");

  @Test
  void theCoreKnowsNothingOfTheWorldOutside() {
    classes().that().resideInAnyPackage("..launch.server..", "..launch.slots..", "..launch.movegroup..")
        .should().onlyDependOnClassesThat(resideInAnyPackage("java..", "org.jspecify..", "org.apache.avro..",
            "dev.convoy.events..", "dev.convoy.kit.core..", "dev.convoy.launch.server..", "dev.convoy.launch.slots..",
            "dev.convoy.launch.movegroup..").or(equivalentTo(AccountKey.class)))
        .check(classes);
  }

  @Test
  void handlersReachAwsThroughPortsOnly() {
    noClasses().that().resideOutsideOfPackages("..adapter..", "..config..", "dev.convoy.launch")
        .should().dependOnClassesThat().resideInAnyPackage("org.springframework..", "org.apache.kafka..",
            "software.amazon..", "org.slf4j..", "..adapter..", "..config..")
        .check(classes);
  }

  @Test
  void featuresFormNoCycle() {
    slices().matching("dev.convoy.launch.(*)..").should().beFreeOfCycles().check(classes);
  }
}

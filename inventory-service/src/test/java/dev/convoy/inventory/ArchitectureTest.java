package dev.convoy.inventory;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import org.junit.jupiter.api.Test;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

class ArchitectureTest {

  private final JavaClasses classes = new ClassFileImporter()
      .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS).importPackages("dev.convoy.inventory");

  @Test
  void theCoreKnowsNeitherSpringNorKafkaNorLogging() {
    noClasses().that().resideOutsideOfPackages("..adapter..", "..config..", "dev.convoy.inventory")
        .should().dependOnClassesThat().resideInAnyPackage("org.springframework..", "org.apache.kafka..",
            "software.amazon..", "org.slf4j..", "tools.jackson..", "jakarta..", "dev.convoy.kit.streams..",
            "dev.convoy.schemas..")
        .because("decisions are tested without a broker and without a context").check(classes);
  }

  @Test
  void featuresDoNotDependOnEachOtherInCircles() {
    slices().matching("dev.convoy.inventory.(*)..").should().beFreeOfCycles().check(classes);
  }
}

package dev.convoy.validation;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import org.junit.jupiter.api.Test;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

class ArchitectureTest {

  private final JavaClasses classes = new ClassFileImporter()
      .withImportOption(new ImportOption.DoNotIncludeTests()).importPackages("dev.convoy.validation");

  @Test
  void theCoreKnowsNeitherFrameworkNorBrokerNorCloud() {
    noClasses().that().resideInAnyPackage("..verdict..", "..checks..")
        .should().dependOnClassesThat().resideInAnyPackage("org.springframework..", "org.apache.kafka..",
            "software.amazon..", "org.slf4j..", "..adapter..", "..config..")
        .check(classes);
  }

  @Test
  void featuresFormNoCycle() {
    slices().matching("dev.convoy.validation.(*)..").should().beFreeOfCycles().check(classes);
  }
}

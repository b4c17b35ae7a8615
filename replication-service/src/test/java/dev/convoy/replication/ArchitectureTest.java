package dev.convoy.replication;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import org.junit.jupiter.api.Test;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

class ArchitectureTest {

  private final JavaClasses classes = new ClassFileImporter()
      .withImportOption(new ImportOption.DoNotIncludeTests()).importPackages("dev.convoy.replication");

  @Test
  void theCoreKnowsNeitherFrameworkNorBrokerNorCloud() {
    noClasses().that().resideInAnyPackage("..server..", "..quota..", "..account..", "..settings..", "..follow..", "..preflight..")
        .should().dependOnClassesThat().resideInAnyPackage("org.springframework..", "org.apache.kafka..",
            "software.amazon..", "org.slf4j..", "..adapter..", "..config..")
        .check(classes);
  }

  @Test
  void featuresFormNoCycle() {
    slices().matching("dev.convoy.replication.(*)..").should().beFreeOfCycles().check(classes);
  }
}

package io.epro.processor;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import org.junit.jupiter.api.Test;

class ArchitectureTest {
  private static final JavaClasses PROCESSOR = new ClassFileImporter()
      .withImportOption(new ImportOption.DoNotIncludeTests())
      .importPackages("io.epro.processor");

  /** Validation and enrichment are plain Java over bytes; technology stands at the edge. */
  @Test
  void pureStagesKnowNoTechnology() {
    classes().that().resideInAnyPackage("..processor.validate..", "..processor.enrich..")
        .should().onlyDependOnClassesThat().resideInAnyPackage("java.lang..", "java.io..",
            "java.nio.charset..", "java.time..", "java.util..", "org.jspecify.annotations..",
            "com.fasterxml.jackson.core..", "io.epro.processor", "io.epro.processor.validate..",
            "io.epro.processor.enrich..", "io.epro.config..", "io.epro.report..",
            "io.epro.drug..")
        .check(PROCESSOR);
  }

  @Test
  void validationDoesNotKnowWhatComesAfterIt() {
    noClasses().that().resideInAPackage("..processor.validate..")
        .should().dependOnClassesThat().resideInAnyPackage("..processor.enrich..", "..drug..")
        .check(PROCESSOR);
  }

  @Test
  void theProcessorDoesNotKnowTheGateway() {
    noClasses().should().dependOnClassesThat().resideInAPackage("io.epro.gateway..")
        .check(PROCESSOR);
  }

  @Test
  void stagesFormNoCycle() {
    slices().matching("io.epro.processor.(*)..").should().beFreeOfCycles().check(PROCESSOR);
  }
}

package io.epro.profile;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;

import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import org.junit.jupiter.api.Test;

class ProfileBoundaryTest {

  @Test
  void profilesKnowNoHttpAndOnlyTheyKnowFlightRecorder() {
    var common = new ClassFileImporter()
        .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS).importPackages("io.epro");

    noClasses().that().resideInAPackage("io.epro.profile..").should().dependOnClassesThat()
        .resideInAnyPackage("com.sun.net.httpserver..", "io.epro.observe..").check(common);
    noClasses().that().resideOutsideOfPackage("io.epro.profile..").should().dependOnClassesThat()
        .resideInAnyPackage("jdk.jfr..", "one.convert..", "one.proto..").check(common);
  }
}

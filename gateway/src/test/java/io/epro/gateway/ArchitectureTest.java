package io.epro.gateway;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import org.junit.jupiter.api.Test;

/** The stages' boundaries: receive → admit → publish, with each technology at its own edge. */
class ArchitectureTest {
  private static final JavaClasses GATEWAY = new ClassFileImporter()
      .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
      .importPackages("io.epro.gateway");

  @Test
  void onlyPublishKnowsKafka() {
    noClasses().that().resideOutsideOfPackage("io.epro.gateway.publish..")
        .should().dependOnClassesThat().resideInAnyPackage("org.apache.kafka..")
        .check(GATEWAY);
  }

  @Test
  void onlyReceiveKnowsHttp() {
    noClasses().that().resideOutsideOfPackage("io.epro.gateway.receive..")
        .should().dependOnClassesThat().resideInAnyPackage("io.vertx..", "io.netty..")
        .check(GATEWAY);
  }

  @Test
  void onlyTokensKnowCryptographyAndTheCache() {
    noClasses().that().resideOutsideOfPackage("io.epro.gateway.admit.token..")
        .should().dependOnClassesThat()
        .resideInAnyPackage("com.nimbusds..", "com.github.benmanes..")
        .check(GATEWAY);
  }

  @Test
  void theScannerKnowsNeitherHttpNorKafka() {
    noClasses().that().haveSimpleName("ReportScanner")
        .should().dependOnClassesThat()
        .resideInAnyPackage("io.vertx..", "io.netty..", "org.apache.kafka..")
        .check(GATEWAY);
  }

  @Test
  void admitAndPublishDoNotKnowWhoCallsThem() {
    noClasses().that().resideInAnyPackage("io.epro.gateway.admit..", "io.epro.gateway.publish..")
        .should().dependOnClassesThat().resideInAnyPackage("io.epro.gateway.receive..")
        .check(GATEWAY);
    noClasses().that().resideInAPackage("io.epro.gateway.admit..")
        .should().dependOnClassesThat().resideInAnyPackage("io.epro.gateway.publish..")
        .check(GATEWAY);
  }

  @Test
  void theGatewayDoesNotKnowTheProcessorOrTheDatabase() {
    noClasses().should().dependOnClassesThat()
        .resideInAnyPackage("io.epro.processor..", "java.sql..", "org.postgresql..")
        .check(GATEWAY);
  }

  @Test
  void onlyMainExits() {
    classes().that().doNotHaveFullyQualifiedName(GatewayMain.class.getName())
        .should(new NeverCall(System.class, "exit")).check(GATEWAY);
  }
}

package io.epro.bench.story;

import io.epro.local.system.LocalSystem;
import io.epro.local.system.Program;
import java.io.IOException;
import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** The pipeline: gateway and processor as their jars, with the broker between them. */
final class PipelineSubject implements Subject {
  private final LocalSystem system;
  private final List<Program> programs = new ArrayList<>();

  PipelineSubject(LocalSystem system) {
    this.system = system;
  }

  @Override
  public String title() {
    return "this pipeline";
  }

  @Override
  public void start() throws IOException {
    programs.add(system.startGateway(Map.of("gateway.auth.mode", "none")));
    programs.add(system.startProcessor());
    awaitReady();
  }

  @Override
  public int port() {
    return URI.create(system.gatewayUrl(0)).getPort();
  }

  @Override
  public List<Jvm> jvms() {
    return programs.stream().map(program -> new Jvm(program.pid(), program.adminUrl())).toList();
  }

  @Override
  public String table() {
    return "epro.report";
  }

  @Override
  public void kill() {
    programs.forEach(Program::kill);
  }

  @Override
  public void startAgain() throws IOException {
    for (var program : programs) {
      program.start();
    }
    awaitReady();
  }

  @Override
  public void close() {
    programs.forEach(Program::close);
  }

  private void awaitReady() throws IOException {
    for (var program : programs) {
      program.awaitReady();
    }
  }
}

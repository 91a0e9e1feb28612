package io.epro.gateway.publish;

import java.util.List;

class FakePublisherTest extends ReportPublisherContract {
  private final FakePublisher fake = new FakePublisher(MAX_BODY);

  @Override
  ReportPublisher publisher() {
    return fake;
  }

  @Override
  void start() {
    fake.start();
  }

  @Override
  List<RawReport> arrived() {
    return fake.arrived();
  }
}

package io.epro.bench.spring;

import org.springframework.boot.SpringApplication;
import org.springframework.boot.autoconfigure.SpringBootApplication;

/** The program. */
@SpringBootApplication(proxyBeanMethods = false)
public class SpringGateway {
  public static void main(String[] arguments) {
    SpringApplication.run(SpringGateway.class, arguments);
  }
}

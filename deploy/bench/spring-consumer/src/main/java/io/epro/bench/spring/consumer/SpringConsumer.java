package io.epro.bench.spring.consumer;

import org.springframework.boot.SpringApplication;
import org.springframework.boot.autoconfigure.SpringBootApplication;

/** The program. */
@SpringBootApplication(proxyBeanMethods = false)
public class SpringConsumer {
  public static void main(String[] arguments) {
    SpringApplication.run(SpringConsumer.class, arguments);
  }
}

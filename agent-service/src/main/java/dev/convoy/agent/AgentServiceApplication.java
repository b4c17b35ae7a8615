package dev.convoy.agent;

import dev.convoy.kit.config.Carriers;
import dev.convoy.kit.config.EndInTime;
import org.springframework.boot.autoconfigure.SpringBootApplication;
import org.springframework.boot.builder.SpringApplicationBuilder;

/** agent-service: everything that is done on a source host. */
@SpringBootApplication
public class AgentServiceApplication {

  public static void main(String[] arguments) {
    Carriers.provide();
    EndInTime.guard();
    new SpringApplicationBuilder(AgentServiceApplication.class)
        .properties("spring.config.name=agent-service")
        .run(arguments);
  }
}

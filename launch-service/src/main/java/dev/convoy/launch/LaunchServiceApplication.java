package dev.convoy.launch;

import dev.convoy.kit.config.Carriers;
import dev.convoy.kit.config.EndInTime;
import org.springframework.boot.autoconfigure.SpringBootApplication;
import org.springframework.boot.builder.SpringApplicationBuilder;

/** Launches servers for test and cutover, and takes them back or finalizes them. */
@SpringBootApplication
public class LaunchServiceApplication {

  public static void main(String[] arguments) {
    Carriers.provide();
    EndInTime.guard();
    new SpringApplicationBuilder(LaunchServiceApplication.class)
        .properties("spring.config.name=launch-service")
        .run(arguments);
  }
}

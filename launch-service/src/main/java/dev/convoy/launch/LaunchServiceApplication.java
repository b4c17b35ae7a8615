package dev.convoy.launch;

import org.springframework.boot.autoconfigure.SpringBootApplication;
import org.springframework.boot.builder.SpringApplicationBuilder;
import dev.convoy.kit.config.EndInTime;

/** Launches servers for test and cutover, and takes them back or finalizes them. */
@SpringBootApplication
public class LaunchServiceApplication {

  public static void main(String[] arguments) {
    EndInTime.guard();
    new SpringApplicationBuilder(LaunchServiceApplication.class)
        .properties("spring.config.name=launch-service")
        .run(arguments);
  }
}

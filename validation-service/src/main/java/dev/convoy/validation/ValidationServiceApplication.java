package dev.convoy.validation;

import dev.convoy.kit.config.Carriers;
import dev.convoy.kit.config.EndInTime;
import org.springframework.boot.autoconfigure.SpringBootApplication;
import org.springframework.boot.builder.SpringApplicationBuilder;

/** Checks launched instances and judges them. */
@SpringBootApplication
public class ValidationServiceApplication {

  public static void main(String[] arguments) {
    Carriers.provide();
    EndInTime.guard();
    new SpringApplicationBuilder(ValidationServiceApplication.class)
        .properties("spring.config.name=validation-service")
        .run(arguments);
  }
}

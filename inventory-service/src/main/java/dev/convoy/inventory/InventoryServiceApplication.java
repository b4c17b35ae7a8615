package dev.convoy.inventory;

import dev.convoy.kit.config.Carriers;
import dev.convoy.kit.config.EndInTime;
import org.springframework.boot.autoconfigure.SpringBootApplication;
import org.springframework.boot.builder.SpringApplicationBuilder;

/** inventory-service: inventory, waves, gates, read model, REST. */
@SpringBootApplication
public class InventoryServiceApplication {

  public static void main(String[] arguments) {
    Carriers.provide();
    EndInTime.guard();
    new SpringApplicationBuilder(InventoryServiceApplication.class)
        .properties("spring.config.name=inventory-service")
        .run(arguments);
  }
}

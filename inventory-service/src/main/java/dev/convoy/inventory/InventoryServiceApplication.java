package dev.convoy.inventory;

import org.springframework.boot.autoconfigure.SpringBootApplication;
import org.springframework.boot.builder.SpringApplicationBuilder;

/** inventory-service: inventory, waves, gates, read model, REST. */
@SpringBootApplication
public class InventoryServiceApplication {

  public static void main(String[] arguments) {
    new SpringApplicationBuilder(InventoryServiceApplication.class)
        .properties("spring.config.name=inventory-service")
        .run(arguments);
  }
}

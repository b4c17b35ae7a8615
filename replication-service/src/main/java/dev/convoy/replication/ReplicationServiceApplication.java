package dev.convoy.replication;

import dev.convoy.kit.config.Carriers;
import dev.convoy.kit.config.EndInTime;
import org.springframework.boot.autoconfigure.SpringBootApplication;
import org.springframework.boot.builder.SpringApplicationBuilder;

/** Prepares accounts and watches over the replication of servers. */
@SpringBootApplication
public class ReplicationServiceApplication {

  public static void main(String[] arguments) {
    Carriers.provide();
    EndInTime.guard();
    new SpringApplicationBuilder(ReplicationServiceApplication.class)
        .properties("spring.config.name=replication-service")
        .run(arguments);
  }
}

package dev.convoy.replication;

import org.springframework.boot.autoconfigure.SpringBootApplication;
import org.springframework.boot.builder.SpringApplicationBuilder;

/** Prepares accounts and watches over the replication of servers. */
@SpringBootApplication
public class ReplicationServiceApplication {

  public static void main(String[] arguments) {
    new SpringApplicationBuilder(ReplicationServiceApplication.class)
        .properties("spring.config.name=replication-service")
        .run(arguments);
  }
}

package dev.convoy.lab.run;

import dev.convoy.events.cmdb.ServerDeclared;
import dev.convoy.schemas.serde.EventSerializer;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import org.apache.avro.specific.SpecificRecord;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.StringSerializer;

/** Publishes declarations as the owner of a CMDB would: with nothing but the registry and a producer. */
public final class DeclarationProducer {
  private static final String TOPIC = "convoy.cmdb.servers";

  private final Map<String, Object> settings;

  public DeclarationProducer(LabPorts ports) {
    this.settings = Map.of("bootstrap.servers", ports.bootstrapServers(), "acks", "all", "enable.idempotence", "true",
        "schema.registry.url", ports.registryUrl().toString());
  }

  /** Returns when all are committed. */
  public void publish(List<ServerDeclared> declarations) {
    EventSerializer serializer = new EventSerializer();
    serializer.configure(settings, false);
    try (KafkaProducer<String, SpecificRecord> producer =
        new KafkaProducer<>(settings, new StringSerializer(), serializer)) {
      List<Future<?>> sent = new ArrayList<>();
      declarations.forEach(each -> sent.add(producer.send(new ProducerRecord<>(TOPIC, each.getServerId(), each))));
      for (Future<?> each : sent) {
        each.get();
      }
    } catch (ExecutionException e) {
      throw new LabFailure("[CVY-9256] lab: declarations not published: " + e.getCause() + "; see the lab's log", e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new LabFailure("[CVY-9256] lab: interrupted while publishing declarations; start again", e);
    }
  }
}

package dev.convoy.inventory.adapter.kafka;

import dev.convoy.events.cmdb.ServerDeclared;
import dev.convoy.inventory.command.Command;
import dev.convoy.inventory.command.CommandGateway;
import dev.convoy.inventory.declaration.DeclarationMessage;
import dev.convoy.inventory.declaration.Declarations;
import dev.convoy.inventory.intake.DeclarationGateway;
import dev.convoy.kit.streams.Codecs;
import dev.convoy.kit.streams.TopicNames;
import dev.convoy.schemas.Topics;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.header.internals.RecordHeader;

import static java.nio.charset.StandardCharsets.UTF_8;

/** Writes commands and declarations to the private topics and waits until the broker has them. */
public final class KafkaGateway implements CommandGateway, DeclarationGateway {

  private final Producer<String, byte[]> producer;
  private final Codecs codecs;
  private final String commands;
  private final String declarations;

  public KafkaGateway(Producer<String, byte[]> producer, Codecs codecs, TopicNames topics) {
    this.producer = producer;
    this.codecs = codecs;
    this.commands = topics.of(Topics.INVENTORY_COMMANDS.baseName());
    this.declarations = topics.of(Topics.INVENTORY_DECLARATIONS.baseName());
  }

  @Override
  public void send(Command command) {
    complete(List.of(write(commands, command.target(), (Record) command, command.id())), "the command");
  }

  @Override
  public void send(List<ServerDeclared> servers, String cause) {
    var sent = new ArrayList<Future<?>>();
    for (var server : servers) {
      var message = new DeclarationMessage.Declared(server);
      sent.add(write(declarations, Declarations.keyOf(message), message, cause));
    }
    complete(sent, "some of the declarations");
  }

  private Future<?> write(String topic, String key, Record message, String cause) {
    @SuppressWarnings("unchecked")
    var type = (Class<Record>) message.getClass();
    var record = new ProducerRecord<>(topic, key, codecs.write(type, topic, message));
    record.headers().add(new RecordHeader("ce_id", cause.getBytes(UTF_8)));
    try {
      return producer.send(record);
    } catch (KafkaException e) {
      throw new UnavailableException("[CVY-1504] " + key + ": could not be written to " + topic, e);
    }
  }

  private static void complete(List<? extends Future<?>> sent, String what) {
    for (var future : sent) {
      try {
        future.get();
      } catch (ExecutionException e) {
        throw new UnavailableException("[CVY-1504] " + what + " may not have been written: " + e.getCause(), e);
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        throw new UnavailableException("[CVY-1504] " + what + " may not have been written: interrupted", e);
      }
    }
  }
}

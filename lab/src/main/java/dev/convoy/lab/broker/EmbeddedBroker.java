package dev.convoy.lab.broker;

import dev.convoy.lab.run.LabComponent;

/** A broker and its controller in this JVM: fixed ports, data that survives a restart. */
public final class EmbeddedBroker implements LabComponent {
  private final KafkaNode controller;
  private final KafkaNode broker;

  public EmbeddedBroker(BrokerSettings settings) {
    this.controller = KafkaNode.controller(settings);
    this.broker = KafkaNode.broker(settings);
  }

  @Override
  public String name() {
    return broker.name();
  }

  @Override
  public void start() {
    broker.requireFree();
    controller.start();
    try {
      broker.start();
    } catch (RuntimeException e) {
      controller.stop();
      throw e;
    }
  }

  @Override
  public void stop() {
    broker.stop();
    controller.stop();
  }

  @Override
  public boolean healthy() {
    return controller.healthy() && broker.healthy();
  }
}

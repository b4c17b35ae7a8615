package dev.convoy.schemas;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.CreateTopicsOptions;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.admin.TopicDescription;
import org.apache.kafka.common.KafkaFuture;
import org.apache.kafka.common.errors.RetriableException;
import org.apache.kafka.common.errors.TopicExistsException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Creates the topics that are missing and checks those that are there. Any number of services may do it at once, and
 * again at every start.
 */
public final class TopicProvisioner {
  private static final Logger LOG = LoggerFactory.getLogger(TopicProvisioner.class);
  private static final long PAUSE_MILLIS = 200;

  private final Admin admin;
  private final TopicSettings settings;
  private final Duration patience;

  /**
   * A provisioner on an admin client that the caller closes.
   *
   * @param patience how long a broker that is not ready is waited for
   */
  public TopicProvisioner(Admin admin, TopicSettings settings, Duration patience) {
    this.admin = admin;
    this.settings = settings;
    this.patience = patience;
  }

  /**
   * Makes sure that the topics exist with the partitions of the settings. Configuration of existing topics is left as it
   * is.
   *
   * @throws TopicMismatchException if an existing topic has another number of partitions
   * @throws IllegalStateException if the broker refuses, or is not ready in time
   */
  public void provision(Collection<Topic> topics) {
    long deadline = System.nanoTime() + patience.toNanos();
    for (Optional<RetriableException> failure = attempt(topics); failure.isPresent(); failure = attempt(topics)) {
      if (System.nanoTime() > deadline) {
        throw new IllegalStateException("[CVY-9002] topics: the broker is not ready after " + patience
            + "; check that it runs and can be reached", failure.get());
      }
      pause();
    }
  }

  private Optional<RetriableException> attempt(Collection<Topic> topics) {
    try {
      Map<String, Topic> missing = new HashMap<>();
      for (Topic topic : topics) {
        missing.put(settings.name(topic), topic);
      }
      missing.keySet().removeAll(admin.listTopics().names().get());
      create(missing);
      check(topics.stream().map(settings::name).toList());
      return Optional.empty();
    } catch (ExecutionException e) {
      if (e.getCause() instanceof RetriableException retriable) {
        return Optional.of(retriable);
      }
      throw new IllegalStateException("[CVY-9003] topics: the broker refused: " + e.getCause()
          + "; check the rights to create and describe topics", e.getCause());
    } catch (InterruptedException e) {
      throw interrupted(e);
    }
  }

  private void create(Map<String, Topic> missing) throws ExecutionException, InterruptedException {
    List<NewTopic> wanted = new ArrayList<>();
    missing.forEach((name, topic) -> wanted.add(
        new NewTopic(name, settings.partitions(), settings.replicationFactor()).configs(settings.configs(topic))));
    if (wanted.isEmpty()) {
      return;
    }
    Map<String, KafkaFuture<Void>> created = admin.createTopics(wanted, new CreateTopicsOptions()).values();
    for (Map.Entry<String, KafkaFuture<Void>> one : created.entrySet()) {
      awaitCreated(one.getKey(), one.getValue());
    }
  }

  private void awaitCreated(String name, KafkaFuture<Void> created) throws ExecutionException, InterruptedException {
    try {
      created.get();
      LOG.info("Created topic {} with {} partitions", name, settings.partitions());
    } catch (ExecutionException e) {
      if (!(e.getCause() instanceof TopicExistsException)) {
        throw e;
      }
    }
  }

  private void check(Collection<String> names) throws ExecutionException, InterruptedException {
    for (TopicDescription found : admin.describeTopics(names).allTopicNames().get().values()) {
      int partitions = found.partitions().size();
      if (partitions != settings.partitions()) {
        throw new TopicMismatchException(found.name(), partitions, settings.partitions());
      }
    }
  }

  private static void pause() {
    try {
      if (new CountDownLatch(1).await(PAUSE_MILLIS, TimeUnit.MILLISECONDS)) {
        throw new IllegalStateException("a latch that nobody counts down opened");
      }
    } catch (InterruptedException e) {
      throw interrupted(e);
    }
  }

  private static IllegalStateException interrupted(InterruptedException e) {
    Thread.currentThread().interrupt();
    return new IllegalStateException("interrupted while creating topics", e);
  }
}

package dev.convoy.lab.aws;

import java.nio.file.Path;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import software.amazon.awssdk.services.mgn.MgnClient;

import static org.assertj.core.api.Assertions.assertThat;

class RestartTest {

  @TempDir
  Path folder = Path.of("");

  @Test
  void servers_jobs_instances_sessions_and_the_ledger_survive_a_restart() throws InterruptedException {
    var targets = new LinkedBlockingQueue<String>();
    var settings = AwsSimulatorSettings.defaults().withSpeed(10_000).withDataFile(folder.resolve("aws.json"))
        .withTargets(new TargetListener() {
          @Override
          public void booted(InstanceView instance) {
            targets.add(instance.instanceId());
          }

          @Override
          public void gone(InstanceView instance) {}
        });
    String id;
    int lines;
    software.amazon.awssdk.auth.credentials.AwsCredentials session;
    try (var before = new AwsLab(settings).prepared()) {
      id = before.readyForTest("web-1");
      before.mgn.startTest(r -> r.sourceServerIDs(id));
      session = before.assume("111122223333", "ConvoyMigration");
      lines = before.ledger().size();
    }
    targets.clear();
    try (var after = new AwsLab(settings); var mgn = after.configure(MgnClient.builder(), session)) {
      var instance = AwsLab.await(() -> after.server(id), s -> s.launchedInstance() != null).launchedInstance();
      assertThat(targets.poll(30, TimeUnit.SECONDS)).isEqualTo(instance.ec2InstanceID());
      assertThat(mgn.describeJobs(r -> { }).items()).hasSize(1);
      assertThat(after.ledger()).hasSize(lines);
      assertThat(after.register("web-1")).isEqualTo(id);
      assertThat(after.register("web-2")).isNotEqualTo(id);
    }
  }

  @Test
  void an_instance_whose_address_is_taken_comes_up_when_it_is_free_again() throws InterruptedException {
    var told = new LinkedBlockingQueue<String>();
    var settings = AwsSimulatorSettings.defaults().withSpeed(10_000).withTargets(new TargetListener() {
      @Override
      public void booted(InstanceView instance) {
        told.add(instance.instanceId());
        if (told.size() < 3) {
          throw new IllegalStateException("address in use");
        }
      }

      @Override
      public void gone(InstanceView instance) {}
    });
    try (var lab = new AwsLab(settings).prepared()) {
      lab.mgn.startTest(r -> r.sourceServerIDs(lab.readyForTest("web-1")));
      AwsLab.await(told::size, tries -> tries == 3);
    }
    assertThat(told.stream().distinct()).hasSize(1);
  }
}

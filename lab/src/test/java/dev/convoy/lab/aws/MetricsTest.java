package dev.convoy.lab.aws;

import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.services.cloudwatch.CloudWatchClient;
import software.amazon.awssdk.services.cloudwatch.model.CloudWatchException;
import software.amazon.awssdk.services.cloudwatch.model.Dimension;
import software.amazon.awssdk.services.cloudwatch.model.InvalidNextTokenException;
import software.amazon.awssdk.services.cloudwatch.model.InvalidParameterCombinationException;
import software.amazon.awssdk.services.cloudwatch.model.InvalidParameterValueException;
import software.amazon.awssdk.services.cloudwatch.model.Metric;
import software.amazon.awssdk.services.cloudwatch.model.MetricDataQuery;
import software.amazon.awssdk.services.cloudwatch.model.MetricDataResult;
import software.amazon.awssdk.services.cloudwatch.model.MissingRequiredParameterException;
import software.amazon.awssdk.services.cloudwatch.model.ScanBy;
import software.amazon.awssdk.services.cloudwatch.model.StandardUnit;
import software.amazon.awssdk.services.cloudwatch.model.Statistic;
import software.amazon.awssdk.services.cloudwatch.model.StatusCode;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/** CloudWatch through the real SDK, which speaks the query protocol; the AWS CLI speaks JSON in {@link AwsCliConformanceTest}. */
class MetricsTest {

  private final AwsLab lab = AwsLab.fast().prepared();
  private final CloudWatchClient metrics = lab.configure(CloudWatchClient.builder(), AwsLab.KEY);
  private final Instant now = Instant.now();
  private String server = "";

  @BeforeEach
  void replicate() {
    server = lab.readyForTest("web-1");
  }

  @AfterEach
  void close() {
    metrics.close();
    lab.close();
  }

  private Dimension ofServer() {
    return Dimension.builder().name("SourceServerID").value(server).build();
  }

  private MetricDataQuery query(String id, String name, Dimension... dimensions) {
    return MetricDataQuery.builder().id(id).metricStat(s -> s.stat("Maximum").period(60)
        .metric(m -> m.namespace("AWS/MGN").metricName(name).dimensions(dimensions))).build();
  }

  @Test
  void theMetricsOfMgnAreListedOncePublishedForAllServersAndForEach() {
    var idle = lab.register("web-2");
    assertThat(metrics.listMetrics(r -> r.namespace("AWS/MGN").dimensions(d -> d.name("SourceServerID").value(server))).metrics())
        .extracting(Metric::metricName).containsExactly("LagDuration", "Backlog", "ElapsedReplicationDuration");
    assertThat(metrics.listMetrics(r -> r.dimensions(d -> d.name("SourceServerID").value(idle))).metrics()).isEmpty();
    assertThat(metrics.listMetrics(r -> r.metricName("TotalSourceServerCount")).metrics()).singleElement()
        .satisfies(metric -> assertThat(metric.dimensions()).isEmpty());
    lab.mgn.startTest(r -> r.sourceServerIDs(server));
    assertThat(metrics.listMetrics(r -> r.metricName("DurationSinceLastTest")).metrics()).singleElement()
        .satisfies(metric -> assertThat(metric.dimensions()).containsExactly(ofServer()));
    assertThat(metrics.listMetrics(r -> r.namespace("AWS/DMS")).metrics()).isEmpty();
  }

  @Test
  void aLagIsWhatMgnSaysAndNoPointLiesInTheFuture() {
    var answer = metrics.getMetricStatistics(r -> r.namespace("AWS/MGN").metricName("LagDuration").dimensions(ofServer())
        .startTime(now.minusSeconds(600)).endTime(now.plusSeconds(600)).period(60)
        .statistics(Statistic.AVERAGE, Statistic.MAXIMUM, Statistic.SAMPLE_COUNT).extendedStatistics("p90"));
    assertThat(answer.label()).isEqualTo("LagDuration");
    assertThat(answer.datapoints()).isNotEmpty().allSatisfy(point -> {
      assertThat(point.maximum()).isBetween(0.0, 10.0);
      assertThat(point.average()).isEqualTo(point.maximum());
      assertThat(point.extendedStatistics()).containsEntry("p90", point.maximum());
      assertThat(point.sampleCount()).isEqualTo(1);
      assertThat(point.unit()).isEqualTo(StandardUnit.SECONDS);
      assertThat(point.timestamp()).isBetween(now.minusSeconds(120), Instant.now());
    });
    assertThat(metrics.getMetricStatistics(r -> r.namespace("AWS/MGN").metricName("LagDuration").dimensions(ofServer())
        .startTime(now.minusSeconds(600)).endTime(now.plusSeconds(600)).period(60).statistics(Statistic.AVERAGE)
        .unit(StandardUnit.BYTES)).datapoints()).isEmpty();
  }

  @Test
  void severalMetricsComeInOneAnswerByPagesOfPoints() {
    var end = now.plusSeconds(60);
    var all = metrics.getMetricData(r -> r.startTime(now.minus(1, ChronoUnit.HOURS)).endTime(end).metricDataQueries(
        query("total", "TotalSourceServerCount"), query("backlog", "Backlog", ofServer()), query("none", "Nonsense")));
    assertThat(all.metricDataResults()).extracting(MetricDataResult::id).containsExactly("total", "backlog", "none");
    assertThat(all.metricDataResults().getFirst()).satisfies(total -> {
      assertThat(total.statusCode()).isEqualTo(StatusCode.COMPLETE);
      assertThat(total.values()).hasSameSizeAs(total.timestamps()).contains(1.0);
    });
    assertThat(all.metricDataResults().getLast().values()).isEmpty();
    var pages = metrics.getMetricDataPaginator(r -> r.startTime(now.minus(1, ChronoUnit.HOURS)).endTime(end).maxDatapoints(1)
        .scanBy(ScanBy.TIMESTAMP_ASCENDING).metricDataQueries(query("total", "TotalSourceServerCount"),
            query("backlog", "Backlog", ofServer()))).stream().toList();
    assertThat(pages).allSatisfy(page -> assertThat(page.metricDataResults().stream().mapToInt(each -> each.values().size()).sum())
        .isLessThanOrEqualTo(1));
    assertThat(pages.stream().flatMap(page -> page.metricDataResults().stream()).map(MetricDataResult::id).distinct())
        .containsExactly("total", "backlog");
  }

  @Test
  void aRunningInstanceShowsItsStatusChecks() {
    lab.mgn.startTest(r -> r.sourceServerIDs(server));
    var instance = AwsLab.await(() -> lab.ec2.describeInstances().reservations().stream()
        .flatMap(each -> each.instances().stream()).toList(), found -> found.stream()
            .anyMatch(each -> each.state().nameAsString().equals("running"))).getFirst().instanceId();
    assertThat(metrics.listMetrics(r -> r.namespace("AWS/EC2").dimensions(d -> d.name("InstanceId"))).metrics())
        .extracting(Metric::metricName).contains("CPUUtilization", "StatusCheckFailed", "StatusCheckFailed_System");
    assertThat(metrics.getMetricStatistics(r -> r.namespace("AWS/EC2").metricName("StatusCheckFailed")
        .dimensions(d -> d.name("InstanceId").value(instance)).startTime(now.minusSeconds(600)).endTime(now.plusSeconds(600))
        .period(300).statistics(Statistic.SUM)).datapoints()).isNotEmpty()
        .allSatisfy(point -> assertThat(point.sum()).isZero());
  }

  @Test
  void whatCloudWatchRefusesIsRefusedWithItsOwnErrorsAndNothingIsInTheLedger() {
    var before = lab.ledger().size();
    assertThatExceptionOfType(InvalidParameterCombinationException.class).isThrownBy(() -> statistics(90_000, 60))
        .withMessageContaining("limit of 1,440");
    assertThatExceptionOfType(InvalidParameterValueException.class).isThrownBy(() -> statistics(600, 61));
    assertThatExceptionOfType(InvalidParameterValueException.class).isThrownBy(() -> statistics(-600, 60));
    assertThatExceptionOfType(MissingRequiredParameterException.class).isThrownBy(() ->
        metrics.getMetricStatistics(r -> r.namespace("AWS/MGN").metricName("Backlog").period(60)));
    assertThatExceptionOfType(InvalidNextTokenException.class).isThrownBy(() -> metrics.getMetricData(r ->
        r.nextToken("c29tZXRoaW5n").startTime(now.minusSeconds(60)).endTime(now).metricDataQueries(query("a", "Backlog"))));
    var twice = List.of(query("a", "Backlog"), query("a", "LagDuration"));
    assertThatExceptionOfType(CloudWatchException.class).isThrownBy(() -> metrics.getMetricData(r ->
        r.startTime(now.minusSeconds(60)).endTime(now).metricDataQueries(twice)))
        .satisfies(e -> assertThat(e.awsErrorDetails().errorCode()).isEqualTo("ValidationError"));
    assertThatExceptionOfType(CloudWatchException.class).isThrownBy(() -> metrics.putMetricData(r -> r.namespace("Own")))
        .satisfies(e -> assertThat(e.awsErrorDetails().errorCode()).isEqualTo("InvalidAction"));
    assertThat(lab.ledger()).hasSize(before);
  }

  private void statistics(long seconds, int period) {
    metrics.getMetricStatistics(r -> r.namespace("AWS/MGN").metricName("Backlog").startTime(now.minusSeconds(seconds * 2))
        .endTime(now.minusSeconds(seconds)).period(period).statistics(Statistic.AVERAGE));
  }
}

package dev.convoy.lab.aws.cloudwatch;

import dev.convoy.lab.aws.wire.AwsError;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.DoubleSummaryStatistics;
import java.util.List;
import java.util.OptionalDouble;
import java.util.function.Function;
import java.util.stream.LongStream;

/** A metric over a time, as statistics of periods. A value is published for each minute of the wall clock, and for the one that runs. */
record Series(List<Point> points) {

  private static final Duration MINUTE = Duration.ofMinutes(1);

  /** What was published in the period that begins at a moment; the samples are in the order of their size. */
  record Point(Instant at, List<Double> samples) {

    double statistic(String name) {
      var all = new DoubleSummaryStatistics();
      samples.forEach(all::accept);
      return switch (name) {
        case "SampleCount" -> all.getCount();
        case "Average" -> all.getAverage();
        case "Sum" -> all.getSum();
        case "Minimum" -> all.getMin();
        case "Maximum" -> all.getMax();
        default -> percentile(Double.parseDouble(name.substring(1)));
      };
    }

    private double percentile(double share) {
      return samples.get(Math.max(0, (int) Math.ceil(share / 100 * samples.size()) - 1));
    }
  }

  /** A statistic by its name, or a percentile such as p90. @throws AwsError for another */
  static String statistic(String name, String code) {
    if (!name.matches("SampleCount|Average|Sum|Minimum|Maximum|p(\\d{1,2}(\\.\\d{1,10})?|100)")) {
      throw AwsError.of(400, code, "The value " + name + " for parameter Statistics is not supported.");
    }
    return name;
  }

  /** Periods are of 60 seconds or a multiple of it. @throws AwsError for another */
  static Duration period(int seconds, String code) {
    if (seconds < 60 || seconds % 60 != 0 || seconds > 86_400) {
      throw AwsError.of(400, code, "The parameter Period must be a multiple of 60 and at most 86400.");
    }
    return Duration.ofSeconds(seconds);
  }

  /** From the period in which the start lies up to the end, which does not count. The earliest comes first. */
  static Series of(Function<Instant, OptionalDouble> value, Instant start, Instant end, Duration period, Instant now) {
    var length = period.toSeconds();
    var until = end.isBefore(now) ? end : now;
    var points = new ArrayList<Point>();
    for (var at = Math.floorDiv(start.getEpochSecond(), length) * length; at < until.getEpochSecond(); at += length) {
      var samples = samples(value, Instant.ofEpochSecond(at), period, now);
      if (!samples.isEmpty()) {
        points.add(new Point(Instant.ofEpochSecond(at), samples));
      }
    }
    return new Series(List.copyOf(points));
  }

  private static List<Double> samples(Function<Instant, OptionalDouble> value, Instant from, Duration period, Instant now) {
    return LongStream.range(0, period.dividedBy(MINUTE)).mapToObj(i -> from.plus(MINUTE.multipliedBy(i)))
        .filter(minute -> !minute.isAfter(now)).map(minute -> minute.plus(MINUTE).minusMillis(1))
        .map(last -> value.apply(last.isBefore(now) ? last : now)).filter(OptionalDouble::isPresent)
        .map(OptionalDouble::getAsDouble).sorted().toList();
  }

  /** How many periods lie between, whether they have anything or not. */
  static long periods(Instant start, Instant end, Duration period) {
    return Math.ceilDiv(Duration.between(start, end).toSeconds(), period.toSeconds());
  }

  /** The latest first, as GetMetricData answers unless asked otherwise. */
  Series latestFirst() {
    var turned = new ArrayList<>(points);
    Collections.reverse(turned);
    return new Series(List.copyOf(turned));
  }
}

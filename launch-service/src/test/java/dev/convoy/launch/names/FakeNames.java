package dev.convoy.launch.names;

import dev.convoy.kit.aws.AccountKey;
import dev.convoy.kit.aws.AwsCalls.Answer;
import dev.convoy.launch.server.NameRecord;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.awscore.exception.AwsServiceException;

/** Hosted zones in memory. */
final class FakeNames implements NameGateway {

  final Map<String, NameRecord> records = new HashMap<>();
  final Map<String, String> foreign = new HashMap<>();
  final List<List<Replacement>> batches = new ArrayList<>();
  boolean everywhere = true;
  @Nullable RefusedException hidden;
  @Nullable Supplier<Answer<String>> next;

  @Override
  public Found read(AccountKey account, String zoneId, String name) {
    if (hidden != null) {
      throw hidden;
    }
    return new Found(records.getOrDefault(name, NameRecord.NONE), foreign.get(name));
  }

  @Override
  public Answer<String> replace(AccountKey account, String zoneId, String comment, List<Replacement> replacements) {
    var planned = next;
    if (planned != null) {
      next = null;
      return planned.get();
    }
    if (!replacements.stream().allMatch(each -> records.getOrDefault(each.name(), NameRecord.NONE).equals(each.from()))) {
      return refused("InvalidChangeBatch", 400);
    }
    batches.add(replacements);
    replacements.forEach(each -> records.put(each.name(), each.to()));
    return new Answer.Ok<>("C" + batches.size());
  }

  static Answer<String> refused(String code, int status) {
    return new Answer.Refused<>(code, code + ": refused", AwsServiceException.builder().statusCode(status).build());
  }

  static Answer<String> throttled() {
    return new Answer.Throttled<>(Duration.ofSeconds(1));
  }

  @Override
  public boolean isEverywhere(AccountKey account, String change) {
    return everywhere;
  }
}

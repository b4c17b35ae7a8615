package dev.convoy.replication.account;

import dev.convoy.kit.aws.AccountKey;
import dev.convoy.kit.aws.AwsCalls.Answer;
import dev.convoy.replication.server.ReadRefusedException;
import dev.convoy.replication.server.StagingSettings;
import java.util.ArrayList;
import java.util.List;

/** An account in memory. */
final class FakeAccountGateway implements AccountGateway {

  boolean initialized;
  boolean forbidden;
  boolean loseAnswers;
  /** True while reads do not show the template yet. */
  boolean stale;
  final List<StagingSettings> templates = new ArrayList<>();

  @Override
  public AccountView view(AccountKey account) {
    if (forbidden) {
      throw new ReadRefusedException("AccessDeniedException", "not authorized", new IllegalStateException());
    }
    if (!initialized) {
      return new AccountView.Uninitialized();
    }
    var seen = stale ? List.<StagingSettings>of() : templates;
    return switch (seen.size()) {
      case 0 -> new AccountView.WithoutTemplate();
      case 1 -> new AccountView.WithTemplate(seen.getFirst());
      default -> new AccountView.WithSeveralTemplates(seen.size());
    };
  }

  @Override
  public Answer<Boolean> initialize(AccountKey account) {
    initialized = true;
    return new Answer.Ok<>(true);
  }

  @Override
  public Answer<StagingSettings> createTemplate(AccountKey account, StagingSettings settings) {
    templates.add(settings);
    return loseAnswers ? new Answer.Unknown<>("timed out") : new Answer.Ok<>(settings);
  }
}

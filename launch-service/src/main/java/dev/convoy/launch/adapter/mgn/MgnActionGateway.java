package dev.convoy.launch.adapter.mgn;

import dev.convoy.kit.aws.AccountKey;
import dev.convoy.kit.aws.AwsCalls;
import dev.convoy.kit.aws.AwsCalls.Answer;
import dev.convoy.kit.aws.AwsClients;
import dev.convoy.launch.server.LaunchAction;
import dev.convoy.launch.settings.ActionGateway;
import dev.convoy.launch.settings.FoundAction;
import dev.convoy.launch.target.HiddenException;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.Function;
import java.util.stream.Collectors;
import software.amazon.awssdk.awscore.exception.AwsServiceException;
import software.amazon.awssdk.services.mgn.model.PutSourceServerActionResponse;
import software.amazon.awssdk.services.mgn.model.ResourceNotFoundException;
import software.amazon.awssdk.services.mgn.model.SourceServerActionDocument;
import software.amazon.awssdk.services.mgn.model.SsmParameterStoreParameter;

/** MGN's post-launch actions through the AWS SDK. */
public final class MgnActionGateway implements ActionGateway {

  /** MGN's quota of actions of a server, and more than one page may hold. */
  private static final int PAGE = 100;

  /** MGN's words for the types of parameters; the SDK in use does not know the second. */
  private static final String PLAIN = "STRING";

  private static final String SECURE = "SECURE_STRING";
  private static final String DEFAULT_VERSION = "$DEFAULT";

  private final AwsClients clients;

  public MgnActionGateway(AwsClients clients) {
    this.clients = clients;
  }

  @Override
  public List<FoundAction> list(AccountKey account, String sourceServerId) {
    try {
      return AwsCalls.read(() -> clients.mgnReader(account)
          .listSourceServerActionsPaginator(r -> r.sourceServerID(sourceServerId).maxResults(PAGE))
          .items().stream().map(MgnActionGateway::found).toList());
    } catch (ResourceNotFoundException e) {
      return List.of();
    } catch (AwsServiceException e) {
      throw new HiddenException("ListSourceServerActions was refused: " + AwsCalls.code(e), e);
    }
  }

  private static FoundAction found(SourceServerActionDocument action) {
    return new FoundAction(action.actionID(), !Boolean.FALSE.equals(action.active()) && !action.hasExternalParameters(),
        new LaunchAction(
            Objects.requireNonNullElse(action.actionName(), ""),
            Objects.requireNonNullElse(action.documentIdentifier(), ""),
            Objects.requireNonNullElse(action.documentVersion(), DEFAULT_VERSION),
            Objects.requireNonNullElse(action.order(), 0),
            Objects.requireNonNullElse(action.timeoutSeconds(), 0),
            Boolean.TRUE.equals(action.mustSucceedForCutover()),
            values(action.parameters(), value -> new LaunchAction.Reference(value.parameterName(),
                SECURE.equals(value.parameterTypeAsString())))));
  }

  @Override
  public Answer<FoundAction> put(AccountKey account, String sourceServerId, LaunchAction action) {
    return AwsCalls.change(() -> found(clients.mgnWriter(account).putSourceServerAction(r -> r
        .sourceServerID(sourceServerId)
        .actionID(action.id())
        .actionName(action.name())
        .documentIdentifier(action.document())
        .documentVersion(action.documentVersion())
        .order(action.order())
        .timeoutSeconds(action.timeoutSeconds())
        .mustSucceedForCutover(action.mustSucceed())
        .active(true)
        .parameters(values(action.parameters(), MgnActionGateway::parameter)))));
  }

  private static FoundAction found(PutSourceServerActionResponse stored) {
    return found(SourceServerActionDocument.builder().actionID(stored.actionID()).actionName(stored.actionName())
        .documentIdentifier(stored.documentIdentifier()).documentVersion(stored.documentVersion()).order(stored.order())
        .timeoutSeconds(stored.timeoutSeconds()).mustSucceedForCutover(stored.mustSucceedForCutover()).active(stored.active())
        .parameters(stored.parameters())
        .externalParameters(stored.hasExternalParameters() ? stored.externalParameters() : null).build());
  }

  private static SsmParameterStoreParameter parameter(LaunchAction.Reference value) {
    return SsmParameterStoreParameter.builder().parameterName(value.parameterName())
        .parameterType(value.secure() ? SECURE : PLAIN)
        .build();
  }

  private static <A, B> Map<String, List<B>> values(Map<String, List<A>> values, Function<A, B> each) {
    return values.entrySet().stream().collect(Collectors.toUnmodifiableMap(Map.Entry::getKey,
        entry -> entry.getValue().stream().map(each).toList()));
  }

  @Override
  public Answer<String> remove(AccountKey account, String sourceServerId, String actionId) {
    return AwsCalls.change(() -> {
      clients.mgnWriter(account).removeSourceServerAction(r -> r.sourceServerID(sourceServerId).actionID(actionId));
      return actionId;
    });
  }
}

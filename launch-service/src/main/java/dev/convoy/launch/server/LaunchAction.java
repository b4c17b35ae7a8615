package dev.convoy.launch.server;

import dev.convoy.events.common.PostLaunchAction;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.stream.Collectors;

/**
 * A post-launch action as it is wanted on a source server.
 *
 * @param document name or ARN of the SSM document
 * @param documentVersion $DEFAULT, $LATEST, or a number
 * @param order 1001 to 10000
 * @param mustSucceed its failure fails the launch
 * @param parameters where the values of the document's parameters stand, by parameter
 */
public record LaunchAction(
    String name,
    String document,
    String documentVersion,
    int order,
    int timeoutSeconds,
    boolean mustSucceed,
    Map<String, List<Reference>> parameters) {

  /** What begins like this was written by Convoy; all other actions belong to somebody else. */
  private static final String OURS = "convoy-";

  /**
   * A value in SSM Parameter Store.
   *
   * @param secure true for a SecureString
   */
  public record Reference(String parameterName, boolean secure) {}

  static LaunchAction of(PostLaunchAction declared) {
    return new LaunchAction(declared.getName(), declared.getDocument(), declared.getDocumentVersion(), declared.getOrder(),
        declared.getTimeoutSeconds(), declared.getMustSucceed(),
        declared.getParameters().entrySet().stream().collect(Collectors.toUnmodifiableMap(Map.Entry::getKey,
            entry -> entry.getValue().stream()
                .map(value -> new Reference(value.getParameterName(), value.getSecure())).toList())));
  }

  /** Its id at MGN: the same for the same name, so that a repeat writes the same action. */
  public String id() {
    return OURS + UUID.nameUUIDFromBytes(name.getBytes(StandardCharsets.UTF_8));
  }

  /** Whether an action of this id was written by Convoy. */
  public static boolean isOurs(String id) {
    return id.startsWith(OURS);
  }
}

package dev.convoy.lab.aws.account;

import dev.convoy.lab.aws.cloud.Oddities;
import dev.convoy.lab.aws.wire.AwsError;
import dev.convoy.lab.aws.wire.Call;
import dev.convoy.lab.aws.wire.Dispatcher;
import dev.convoy.lab.aws.wire.Operation;
import dev.convoy.lab.aws.wire.Xml;
import java.util.ArrayList;
import java.util.Set;
import java.util.UUID;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** IAM: instance profiles, and what a role may do. Roles may do what their templates say unless something is denied. */
public final class IdentityOperations {

  /** The one instance profile that each account has; its role has the same name. */
  public static final String INSTANCE_PROFILE = "AmazonSSMRoleForInstancesQuickSetup";

  private static final Pattern ROLE = Pattern.compile("arn:aws:iam::(\\d{12}):role/(?:[^/]+/)*([\\w+=,.@-]{1,64})");
  private static final Pattern ACTION = Pattern.compile("[a-z0-9-]+:[A-Za-z0-9*]+");
  private static final int PAGE = 100;

  /** What AWSApplicationMigrationAgentInstallationPolicy lets an installer do, as far as it is looked at. */
  private static final Set<String> INSTALLER_MAY = Set.of("mgn:GetAgentInstallationAssetsForMgn",
      "mgn:RegisterAgentForMgn", "mgn:SendClientMetricsForMgn", "mgn:SendClientLogsForMgn", "mgn:TagResource");

  private final Oddities oddities;
  private final Set<String> roles;

  /** @param roles names of the roles that each account has */
  public IdentityOperations(Oddities oddities, Set<String> roles) {
    this.oddities = oddities;
    this.roles = Set.copyOf(roles);
  }

  /** Entries of the dispatch table. */
  public Stream<Operation> operations() {
    return Stream.of(
        Operation.iam("SimulatePrincipalPolicy", this::simulate),
        Operation.iam("GetInstanceProfile", this::instanceProfile));
  }

  private Xml simulate(Call call) {
    var source = ROLE.matcher(call.query().get("PolicySourceArn"));
    var actions = call.query().list("ActionNames.member");
    if (!source.matches() || actions.isEmpty() || !actions.stream().allMatch(a -> ACTION.matcher(a).matches())) {
      throw AwsError.of(400, "InvalidInput", "Invalid Action or PolicySourceArn");
    }
    if (!source.group(1).equals(call.caller().account()) || !roles.contains(source.group(2))) {
      throw AwsError.of(404, "NoSuchEntity", "The role with name " + source.group(2) + " cannot be found.");
    }
    var resources = call.query().list("ResourceArns.member");
    var from = call.query().get("Marker").isEmpty() ? 0 : Integer.parseInt(call.query().get("Marker"));
    var members = new ArrayList<Xml>();
    actions.stream().skip(from).limit(PAGE).forEach(action -> members.add(Xml.node("member",
        Xml.leaf("EvalActionName", action),
        Xml.leaf("EvalResourceName", resources.isEmpty() ? "*" : resources.getFirst()),
        Xml.leaf("EvalDecision", decision(call, source.group(2), action)),
        Xml.node("MatchedStatements"), Xml.node("MissingContextValues"))));
    var more = from + PAGE < actions.size();
    var result = new ArrayList<Xml>();
    result.add(Xml.node("EvaluationResults", members));
    result.add(Xml.leaf("IsTruncated", more));
    if (more) {
      result.add(Xml.leaf("Marker", from + PAGE));
    }
    return response(call, result.toArray(Xml[]::new));
  }

  private String decision(Call call, String role, String action) {
    if (oddities.of(call.caller().account()).denies(role, action)) {
      return "explicitDeny";
    }
    return !role.equals(Dispatcher.INSTALLER_ROLE) || INSTALLER_MAY.contains(action) ? "allowed" : "implicitDeny";
  }

  private Xml instanceProfile(Call call) {
    var name = call.query().get("InstanceProfileName");
    if (!name.equals(INSTANCE_PROFILE)) {
      throw AwsError.of(404, "NoSuchEntity", "Instance Profile " + name + " cannot be found.");
    }
    var account = call.caller().account();
    return response(call, Xml.node("InstanceProfile",
        Xml.leaf("InstanceProfileId", "AIPALAB"),
        Xml.leaf("InstanceProfileName", name),
        Xml.leaf("Path", "/"),
        Xml.leaf("Arn", "arn:aws:iam::" + account + ":instance-profile/" + name),
        Xml.leaf("CreateDate", "2026-01-01T00:00:00Z"),
        Xml.node("Roles", Xml.node("member",
            Xml.leaf("Path", "/"),
            Xml.leaf("RoleName", name),
            Xml.leaf("RoleId", "AROALAB" + account),
            Xml.leaf("Arn", "arn:aws:iam::" + account + ":role/" + name),
            Xml.leaf("CreateDate", "2026-01-01T00:00:00Z")))));
  }

  private static Xml response(Call call, Xml... members) {
    var name = call.operation().name();
    return Xml.node(name + "Response", Xml.node(name + "Result", members),
        Xml.node("ResponseMetadata", Xml.leaf("RequestId", UUID.randomUUID())));
  }
}

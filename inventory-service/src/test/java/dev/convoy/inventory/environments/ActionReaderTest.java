package dev.convoy.inventory.environments;

import dev.convoy.events.common.ActionParameter;
import dev.convoy.events.common.OsFamily;
import dev.convoy.events.common.PostLaunchAction;
import dev.convoy.inventory.Samples;
import dev.convoy.inventory.declaration.DeclarationRules;
import dev.convoy.inventory.declaration.Verdict;
import dev.convoy.inventory.environments.DeclaredAction.Subject;
import java.io.StringReader;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

class ActionReaderTest {

  private static final String ENVIRONMENT = """
      - name: prod
        account: "111122223333"
        region: eu-central-1
        stagingSubnetId: subnet-0000000a00
        replicationServerInstanceType: t3.small
        testSubnets: [subnet-0000000b00]
        targetSubnets: [subnet-0000000c00]
        postLaunchActions:
      """;
  private static final String JOIN = """
          - name: Join the domain
            document: Example-JoinDomain
            version: 3
            order: 2000
            timeoutSeconds: 900
            mustSucceed: true
            osFamily: windows
            when: cutover
            parameters:
              user: [{parameterName: join.user}]
              password: [{parameterName: join.password, type: SECURE_STRING}]
      """;
  private static final String REPORT = """
          - name: Report
            document: AWS-RunShellScript
            order: 1001
            servers: [web-1, web-2]
            waves: [wave-1]
            sites: [dc1]
            applications: [shop]
      """;

  static {
    Samples.environments(); // makes Avro trust the events
  }

  private static Environment read(String actions) {
    return EnvironmentsFile.read(new StringReader(ENVIRONMENT + actions), "environments.yml").all().getFirst();
  }

  @Test
  void an_action_is_read_with_its_parameters_and_its_usual_values() {
    assertThat(read(JOIN + REPORT).postLaunchActions()).containsExactly(
        new DeclaredAction(PostLaunchAction.newBuilder().setName("Join the domain").setDocument("Example-JoinDomain")
            .setDocumentVersion("3").setOrder(2000).setTimeoutSeconds(900).setMustSucceed(true).setAfterTest(false)
            .setParameters(Map.of("user", List.of(new ActionParameter("join.user", false)),
                "password", List.of(new ActionParameter("join.password", true)))).build(),
            OsFamily.WINDOWS, List.of(), List.of(), List.of(), List.of()),
        new DeclaredAction(PostLaunchAction.newBuilder().setName("Report").setDocument("AWS-RunShellScript").setOrder(1001)
            .build(), null, List.of("web-1", "web-2"), List.of("wave-1"), List.of("dc1"), List.of("shop")));
    assertThat(read("").postLaunchActions()).isEmpty();
  }

  @Test
  void a_server_has_those_that_name_it_in_their_order() {
    var environment = read(JOIN + REPORT);
    var all = new Subject("web-1", OsFamily.WINDOWS, "wave-1", "dc1", "shop");
    assertThat(names(environment, all)).containsExactly("Report", "Join the domain");
    assertThat(names(environment, new Subject("web-1", OsFamily.LINUX, "wave-1", "dc1", "shop"))).containsExactly("Report");
    for (var other : List.of(new Subject("web-3", OsFamily.LINUX, "wave-1", "dc1", "shop"),
        new Subject("web-1", OsFamily.LINUX, null, "dc1", "shop"), new Subject("web-1", OsFamily.LINUX, "wave-1", "dc2", "shop"),
        new Subject("web-1", OsFamily.LINUX, "wave-1", "dc1", null))) {
      assertThat(names(environment, other)).as("%s", other).isEmpty();
    }
  }

  private static List<String> names(Environment environment, Subject server) {
    return environment.actionsOf(server).stream().map(PostLaunchAction::getName).toList();
  }

  @Test
  void the_settings_of_a_declared_server_have_its_actions() {
    var rules = new DeclarationRules(new Environments(List.of(read(REPORT.replace("sites: [dc1]", "sites: [default]")))));
    var accepted = (Verdict.Accepted) rules.check(Samples.declared("web-1", builder -> builder));
    assertThat(accepted.server().target().getPostLaunchActions()).extracting(PostLaunchAction::getName).containsExactly("Report");
    var other = (Verdict.Accepted) rules.check(Samples.declared("web-9", builder -> builder));
    assertThat(other.server().target().getPostLaunchActions()).isEmpty();
  }

  @Test
  void every_fault_is_named_with_line_field_and_remedy() {
    fails(JOIN.replace("order: 2000", "order: 1000"), "line 12: order cannot be '1000'; give 1001 to 10000");
    fails(JOIN.replace("order: 2000", "order: 10001"), "order cannot be '10001'");
    fails(JOIN.replace("      document: Example-JoinDomain\n", ""), "document is missing");
    fails(JOIN.replace("version: 3", "version: newest"), "$DEFAULT, $LATEST, or a number");
    fails(JOIN.replace("timeoutSeconds: 900", "timeoutSeconds: 0"), "timeoutSeconds cannot be '0'");
    fails(JOIN.replace("mustSucceed: true", "mustSucceed: always"), "mustSucceed cannot be 'always'; true or false");
    fails(JOIN.replace("windows", "plan9"), "osFamily cannot be 'plan9'; linux or windows");
    fails(JOIN.replace("when: cutover", "when: never"), "when cannot be 'never'; test, cutover, or both");
    fails(JOIN.replace("user: [{", "user-name: [{"), "user-name is not the name of a parameter");
    fails(JOIN.replace("{parameterName: join.user}", "{value: admin}"), "value is not known");
    fails(JOIN.replace("[{parameterName: join.user}]", "[]"), "user has 0 values; give 1 to 10");
    fails(JOIN.replace("SECURE_STRING", "SECRET"), "type cannot be 'SECRET'; STRING or SECURE_STRING");
    fails(JOIN + JOIN.replace("2000", "2001"), "has the name 'Join the domain' twice");
    fails(JOIN + REPORT.replace("1001", "2000"), "has the order 2000 twice");
    fails(JOIN.replace("    osFamily", "    os"), "os is not known");
  }

  @Test
  void more_than_mgn_takes_is_refused() {
    var parameters = IntStream.range(0, 21).mapToObj(i -> "p" + i + ": [{parameterName: n}]").collect(Collectors.joining(", "));
    fails(REPORT + "      parameters: {" + parameters + "}\n", "parameters has more than 20 entries");
    var values = IntStream.range(0, 11).mapToObj(i -> "{parameterName: n}").collect(Collectors.joining(", "));
    fails(REPORT + "      parameters: {p: [" + values + "]}\n", "p has 11 values; give 1 to 10");
    fails(IntStream.range(0, 51).mapToObj(i -> "    - {name: a" + i + ", document: Doc, order: " + (1001 + i) + "}\n")
        .collect(Collectors.joining()), "postLaunchActions has more than 50 entries");
  }

  private static void fails(String actions, String words) {
    assertThatThrownBy(() -> read(actions)).isInstanceOf(EnvironmentsException.class).hasMessageContaining(words);
  }
}

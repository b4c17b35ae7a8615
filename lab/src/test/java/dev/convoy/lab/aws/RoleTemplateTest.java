package dev.convoy.lab.aws;

import com.tngtech.archunit.core.domain.AccessTarget.CodeUnitAccessTarget;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.domain.JavaCodeUnitAccess;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import dev.convoy.replication.preflight.NeededActions;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.Yaml;
import org.yaml.snakeyaml.constructor.SafeConstructor;
import tools.jackson.databind.json.JsonMapper;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * The role templates list what the services call, no more and no less: a new call to AWS without its permission fails here.
 */
class RoleTemplateTest {

  private static final Pattern CLIENT = Pattern.compile("software\\.amazon\\.awssdk\\.services\\.([a-z0-9]+)\\.[A-Za-z0-9]+Client");
  private static final Set<String> NO_CALLS = Set.of("builder", "close", "create", "serviceName",
      "serviceClientConfiguration", "waiter");

  /** Credentials of a role need no permission to ask who they are, and what assumes roles is not the role. */
  private static final Set<String> OF_NO_ROLE = Set.of("sts:GetCallerIdentity", "sts:AssumeRole");

  private static final JavaClasses CLASSES = new ClassFileImporter()
      .withImportOption(new ImportOption.DoNotIncludeTests()).importPackages("dev.convoy.agent", "dev.convoy.inventory",
          "dev.convoy.kit", "dev.convoy.launch", "dev.convoy.replication", "dev.convoy.validation");

  @Test
  void everyCallThatTheCodeMakesIsListedForItsServiceAndNothingElseIs() {
    var calls = calls();
    assertThat(calls.remove("SECRETS")).containsExactly("secretsmanager:GetSecretValue");
    assertThat(calls.values().stream().mapToInt(Set::size).sum()).isGreaterThan(40);
    assertThat(calls).isEqualTo(Stream.of(NeededActions.values()).collect(
        TreeMap::new, (all, part) -> all.put(part.name(), new TreeSet<>(part.called())), Map::putAll));
  }

  @Test
  void theTemplateGrantsExactlyWhatIsListed() throws IOException {
    var policies = policies();
    for (var part : NeededActions.values()) {
      var needed = new TreeSet<>(part.called());
      needed.addAll(part.implied());
      assertThat(policies.remove(part.name())).as(part.name()).isEqualTo(needed);
    }
    assertThat(policies.remove("PASSING")).containsExactly("iam:PassRole");
    assertThat(policies.remove("KEYS")).containsExactly("kms:CreateGrant", "kms:Decrypt", "kms:DescribeKey", "kms:Encrypt",
        "kms:GenerateDataKeyWithoutPlaintext", "kms:ReEncryptFrom", "kms:ReEncryptTo");
    assertThat(policies).as("policies for which there is no need").isEmpty();
  }

  /** Hosts are entered with them: whoever may read one may enter. */
  @Test
  void onlyTheRoleForSecretsMayReadThemAndOnlyThoseThatAreNamed() throws IOException {
    assertThat(policies("ConvoySecrets")).isEqualTo(
        Map.of("SECRETS", Set.of("kms:Decrypt", "secretsmanager:GetSecretValue")));
    assertThat(policies("ConvoyMigration").values()).allSatisfy(actions ->
        assertThat(actions).noneMatch(action -> action.startsWith("secretsmanager:")));
    assertThat(Files.readString(Path.of("../deploy/aws/convoy-roles.yml"))).contains("Resource: { Ref: SecretArns }")
        .contains("Default: \"arn:aws:secretsmanager:*:*:secret:convoy-none\"");
  }

  @Test
  void noPolicyHasAWildcardAmongItsActions() throws IOException {
    assertThat(policies().values()).allSatisfy(actions -> assertThat(actions).noneMatch(action -> action.contains("*")));
  }

  @Test
  void theServicesThemselvesMayAssumeTheRolesOfTheTemplateReadTheirSecretsAndNothingElse() throws IOException {
    var statement = JsonMapper.shared().readTree(Files.readString(Path.of("../deploy/aws/service-identity.json")))
        .path("Statement");
    assertThat(statement.size()).isEqualTo(2);
    assertThat(statement.get(1).path("Action").valueStream().map(a -> a.asString()))
        .containsExactly("secretsmanager:GetSecretValue");
    assertThat(statement.get(1).path("Resource").valueStream().map(r -> r.asString()))
        .containsExactly("arn:aws:secretsmanager:*:*:secret:convoy/*");
    assertThat(statement.get(0).path("Action").valueStream().map(a -> a.asString())).containsExactly("sts:AssumeRole");
    assertThat(statement.get(0).path("Resource").valueStream().map(r -> r.asString().replaceAll(".*/", "")))
        .containsExactlyElementsOf(resources().keySet());
  }

  private static Map<String, Set<String>> calls() {
    var calls = new TreeMap<String, Set<String>>();
    for (var type : CLASSES) {
      Stream.concat(type.getCodeUnitCallsFromSelf().stream(), type.getCodeUnitReferencesFromSelf().stream())
          .map(JavaCodeUnitAccess.class::cast).forEach(access -> {
            var target = (CodeUnitAccessTarget) access.getTarget();
            var client = CLIENT.matcher(target.getOwner().getFullName());
            if (client.matches() && !NO_CALLS.contains(target.getName())) {
              var action = action(client.group(1), target.getName());
              if (!OF_NO_ROLE.contains(action)) {
                calls.computeIfAbsent(client.group(1).equals("secretsmanager") ? "SECRETS" : part(type), name -> new TreeSet<>()).add(action);
              }
            }
          });
    }
    return calls;
  }

  /** {@code describeJobsPaginator} of the MGN client is {@code mgn:DescribeJobs}. */
  private static String action(String service, String method) {
    var name = method.endsWith("Paginator") ? method.substring(0, method.length() - "Paginator".length()) : method;
    return service + ":" + Character.toUpperCase(name.charAt(0)) + name.substring(1);
  }

  private static String part(JavaClass type) {
    if (type.getPackageName().equals("dev.convoy.replication.adapter.aws")) {
      return "PREFLIGHT";
    }
    return type.getPackageName().split("\\.", -1)[2].toUpperCase(Locale.ROOT);
  }

  @SuppressWarnings("unchecked")
  private static Map<String, Map<String, Object>> resources() throws IOException {
    try (var reader = Files.newBufferedReader(Path.of("../deploy/aws/convoy-roles.yml"))) {
      var template = (Map<String, Object>) new Yaml(new SafeConstructor(new LoaderOptions())).load(reader);
      return (Map<String, Map<String, Object>>) template.get("Resources");
    }
  }

  private static Map<String, Set<String>> policies() throws IOException {
    return policies("ConvoyMigration");
  }

  @SuppressWarnings("unchecked")
  private static Map<String, Set<String>> policies(String role) throws IOException {
    var properties = (Map<String, Object>) resources().get(role).get("Properties");
    var policies = new TreeMap<String, Set<String>>();
    for (var policy : (List<Map<String, Object>>) properties.get("Policies")) {
      var actions = new TreeSet<String>();
      for (var statement : (List<Map<String, Object>>) ((Map<String, Object>) policy.get("PolicyDocument")).get("Statement")) {
        assertThat(statement.get("Effect")).isEqualTo("Allow");
        actions.addAll((List<String>) statement.get("Action"));
      }
      policies.put((String) policy.get("PolicyName"), actions);
    }
    return policies;
  }
}

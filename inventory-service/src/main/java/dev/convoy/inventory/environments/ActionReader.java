package dev.convoy.inventory.environments;

import dev.convoy.events.common.ActionParameter;
import dev.convoy.events.common.OsFamily;
import dev.convoy.events.common.PostLaunchAction;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Reads {@code postLaunchActions} of an environment. The limits are those of MGN's PutSourceServerAction. */
final class ActionReader {

  /** MGN takes 100 actions of a server, of which the account's template may have brought some. */
  private static final int MOST_ACTIONS = 50;

  private static final int MOST_PARAMETERS = 20;
  private static final int MOST_VALUES = 10;
  private static final int USUAL_TIMEOUT = 3600;
  private static final Pattern NAME = Pattern.compile("(?=.{1,256}$)[^\\s\\p{C}](?: *[^\\s\\p{C}])*");
  private static final Pattern DOCUMENT = Pattern.compile("[A-Za-z0-9/:_.-]{3,172}");
  private static final Pattern VERSION = Pattern.compile("\\$DEFAULT|\\$LATEST|[1-9]\\d{0,8}");
  private static final Pattern ORDER = Pattern.compile("100[1-9]|10[1-9]\\d|1[1-9]\\d\\d|[2-9]\\d{3}|10000");
  private static final Pattern SECONDS = Pattern.compile("[1-9]\\d{0,5}");
  private static final Pattern FLAG = Pattern.compile("true|false");
  private static final Pattern FAMILY = Pattern.compile("linux|windows");
  private static final Pattern WHEN = Pattern.compile("test|cutover|both");
  private static final Pattern PARAMETER = Pattern.compile("[A-Za-z0-9]{1,1011}");
  private static final Pattern PARAMETER_NAME = Pattern.compile("[A-Za-z0-9_.-]{1,1011}");
  private static final Pattern TYPE = Pattern.compile("STRING|SECURE_STRING");
  private static final String FIELD = "postLaunchActions";

  private ActionReader() {}

  static List<DeclaredAction> read(YamlSection environment) {
    var actions = environment.sections(FIELD).stream().map(ActionReader::action).toList();
    if (actions.size() > MOST_ACTIONS) {
      environment.fault(FIELD, "has more than " + MOST_ACTIONS + " entries", "give at most " + MOST_ACTIONS);
    }
    var names = new HashSet<String>();
    var orders = new HashSet<Integer>();
    for (var declared : actions) {
      var action = declared.action();
      if (!action.getName().isEmpty() && !names.add(action.getName())) {
        environment.fault(FIELD, "has the name '" + action.getName() + "' twice", "give each action a name of its own");
      }
      if (action.getOrder() > 0 && !orders.add(action.getOrder())) {
        environment.fault(FIELD, "has the order " + action.getOrder() + " twice", "give each action an order of its own");
      }
    }
    return actions;
  }

  private static DeclaredAction action(YamlSection section) {
    var name = "letters, digits, dot, dash, underscore";
    var family = section.optional("osFamily", FAMILY, "linux or windows, or leave it out for both");
    var declared = new DeclaredAction(settings(section),
        family == null ? null : OsFamily.valueOf(family.toUpperCase(Locale.ROOT)),
        section.list("servers", 0, Patterns.ID, name + "; at most 128"),
        section.list("waves", 0, Patterns.ID, name + "; at most 128"),
        section.list("sites", 0, Patterns.NAME, name + "; at most 64"),
        section.list("applications", 0, Patterns.APPLICATION, "at most 255 characters, none of / and |"));
    section.nothingElse();
    return declared;
  }

  private static PostLaunchAction settings(YamlSection section) {
    var when = section.optional("when", WHEN, "test, cutover, or both");
    return PostLaunchAction.newBuilder()
        .setName(section.text("name", NAME, "give it a name of 1 to 256 characters"))
        .setDocument(section.text("document", DOCUMENT,
            "give the name or ARN of an SSM document such as AWS-RunShellScript, 3 to 172 characters"))
        .setDocumentVersion(or(section.optional("version", VERSION, "$DEFAULT, $LATEST, or a number"), "$DEFAULT"))
        .setOrder(number(section.text("order", ORDER, "give 1001 to 10000"), 0))
        .setTimeoutSeconds(number(section.optional("timeoutSeconds", SECONDS, "give 1 to 999999"), USUAL_TIMEOUT))
        .setMustSucceed("true".equals(section.optional("mustSucceed", FLAG, "true or false")))
        .setAfterTest(!"cutover".equals(when))
        .setAfterCutover(!"test".equals(when))
        .setParameters(parameters(section.section("parameters")))
        .build();
  }

  private static Map<String, List<ActionParameter>> parameters(@Nullable YamlSection section) {
    var parameters = new LinkedHashMap<String, List<ActionParameter>>();
    if (section == null) {
      return parameters;
    }
    for (var parameter : section.names()) {
      if (!PARAMETER.matcher(parameter).matches()) {
        section.fault(parameter, "is not the name of a parameter", "letters and digits");
      }
      parameters.put(parameter, values(section, parameter));
    }
    if (parameters.size() > MOST_PARAMETERS) {
      section.fault("parameters", "has more than " + MOST_PARAMETERS + " entries", "give at most " + MOST_PARAMETERS);
    }
    return parameters;
  }

  /** Values stand in Parameter Store: one that is written here would get into events and logs. */
  private static List<ActionParameter> values(YamlSection section, String parameter) {
    var values = new ArrayList<ActionParameter>();
    for (var value : section.sections(parameter)) {
      var name = value.text("parameterName", PARAMETER_NAME,
          "name a parameter of SSM Parameter Store: letters, digits, dot, dash, underscore");
      values.add(new ActionParameter(name,
          "SECURE_STRING".equals(value.optional("type", TYPE, "STRING or SECURE_STRING"))));
      value.nothingElse();
    }
    if (values.isEmpty() || values.size() > MOST_VALUES) {
      section.fault(parameter, "has " + values.size() + " values", "give 1 to " + MOST_VALUES + " as - parameterName: …");
    }
    return values;
  }

  private static String or(@Nullable String text, String usual) {
    return text == null ? usual : text;
  }

  private static int number(@Nullable String digits, int otherwise) {
    return digits == null || digits.isEmpty() ? otherwise : Integer.parseInt(digits);
  }
}

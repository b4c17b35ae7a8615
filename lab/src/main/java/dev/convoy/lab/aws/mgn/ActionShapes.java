package dev.convoy.lab.aws.mgn;

import dev.convoy.lab.aws.wire.Shape;

/** Constraints on post-launch actions, in both of MGN's generations: documents of launch settings, and actions of their own. */
final class ActionShapes {

  private static final Shape PARAMETER = Shape.empty()
      .required("parameterType", Shape.oneOf("STRING", "SECURE_STRING"))
      .required("parameterName", Shape.text(1, 1011, "([A-Za-z0-9_\\.-])+"));
  private static final Shape EXTERNAL_PARAMETER = Shape.empty()
      .optional("dynamicPath", Shape.text(1, 1011, "[a-zA-Z0-9_]+(\\.[a-zA-Z0-9_\\[\\]]+)*"));
  private static final Shape DOCUMENT = parameters(Shape.empty()
      .required("actionName", Shape.text(256))
      .required("ssmDocumentName", Shape.text(3, 172, "([A-Za-z0-9/:_\\.-])+"))
      .optional("timeoutSeconds", Shape.integer(1, Integer.MAX_VALUE))
      .optional("mustSucceedForCutover", Shape.bool()));
  private static final Shape SETTINGS = Shape.empty()
      .optional("deployment", Shape.oneOf("TEST_AND_CUTOVER", "CUTOVER_ONLY", "TEST_ONLY"))
      .optional("s3LogBucket", Shape.text(3, 63, ".*"))
      .optional("s3OutputKeyPrefix", Shape.text(256))
      .optional("cloudWatchLogGroupName", Shape.text(1, 512, "[\\.\\-_/#A-Za-z0-9]+"))
      .optional("ssmDocuments", Shape.list(0, 10, Shape.structure(DOCUMENT)));

  private ActionShapes() {}

  /** PostLaunchActions of launch settings. */
  static Shape.Rule settings() {
    return Shape.structure(SETTINGS);
  }

  /** Members of a request that puts an action. @param name constraint on its name, which the two kinds of actions have of their own */
  static Shape action(Shape shape, Shape.Rule name) {
    return parameters(shape
        .required("actionID", id())
        .required("actionName", name)
        .required("documentIdentifier", Shape.text(256))
        .required("order", Shape.integer(1001, 10_000))
        .optional("documentVersion", Shape.text(0, 256, "(\\$DEFAULT|\\$LATEST|[0-9]+)"))
        .optional("active", Shape.bool())
        .optional("timeoutSeconds", Shape.integer(1, Integer.MAX_VALUE))
        .optional("mustSucceedForCutover", Shape.bool())
        .optional("description", Shape.text(0, 256, "[0-9a-zA-Z ():/.,'-_#*; ]*"))
        .optional("category", Shape.oneOf("DISASTER_RECOVERY", "OPERATING_SYSTEM", "LICENSE_AND_SUBSCRIPTION", "VALIDATION",
            "OBSERVABILITY", "REFACTORING", "SECURITY", "NETWORKING", "CONFIGURATION", "BACKUP", "OTHER")));
  }

  /** Id of an action. */
  static Shape.Rule id() {
    return Shape.text(1, 64, ".*[0-9a-zA-Z]");
  }

  private static Shape parameters(Shape shape) {
    var name = Shape.text(1, 1011, "([A-Za-z0-9])+");
    return shape
        .optional("parameters", Shape.map(20, name, Shape.list(0, 10, Shape.structure(PARAMETER))))
        .optional("externalParameters", Shape.map(20, name, Shape.structure(EXTERNAL_PARAMETER)));
  }
}

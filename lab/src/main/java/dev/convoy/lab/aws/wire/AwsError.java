package dev.convoy.lab.aws.wire;

import java.util.Collection;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/** An error answer of AWS. */
public final class AwsError extends RuntimeException {

  private static final long serialVersionUID = 1L;

  private final int status;
  private final String code;
  private final transient ObjectNode members;

  private AwsError(int status, String code, String message, ObjectNode members) {
    super(message, null, false, false);
    this.status = status;
    this.code = code;
    this.members = members;
  }

  /** An error without further members. */
  public static AwsError of(int status, String code, String message) {
    return new AwsError(status, code, message, JsonNodeFactory.instance.objectNode());
  }

  /** MGN: the request itself is wrong. */
  public static AwsError validation(Collection<FieldError> fields) {
    var members = JsonNodeFactory.instance.objectNode().put("reason", "fieldValidationFailed");
    var list = members.putArray("fieldList");
    fields.forEach(f -> list.addObject().put("name", f.name()).put("message", f.message()));
    var text = fields.size() + (fields.size() == 1 ? " validation error detected: " : " validation errors detected: ")
        + String.join("; ", fields.stream().map(FieldError::message).toList());
    return new AwsError(400, "ValidationException", text, members);
  }

  /** MGN: one field of the request is wrong. */
  public static AwsError validation(String field, String message) {
    return validation(java.util.List.of(new FieldError(field, message)));
  }

  /** MGN: something does not exist. */
  public static AwsError notFound(String type, String id) {
    var members = JsonNodeFactory.instance.objectNode().put("resourceId", id).put("resourceType", type);
    return new AwsError(404, "ResourceNotFoundException", type + " " + id + " not found", members);
  }

  /** MGN: the state of something does not allow it. */
  public static AwsError conflict(String message) {
    return of(409, "ConflictException", message);
  }

  /** MGN: the states of these source servers do not allow it. */
  public static AwsError conflict(String message, Collection<FieldError> servers) {
    var error = conflict(message);
    var list = error.members.putArray("errors");
    servers.forEach(s -> list.addObject().put("code", "ConflictException").put("message", s.message())
        .put("resourceId", s.name()).put("resourceType", "SourceServer"));
    return error;
  }

  /** MGN: a quota is used up; HTTP 402. */
  public static AwsError quota(String message, String quotaCode, int value) {
    var members = JsonNodeFactory.instance.objectNode()
        .put("serviceCode", "mgn").put("quotaCode", quotaCode).put("quotaValue", value);
    return new AwsError(402, "ServiceQuotaExceededException", message, members);
  }

  public int status() {
    return status;
  }

  /** AWS's code, such as ConflictException. */
  public String code() {
    return code;
  }

  /** Members of the error's shape besides message. */
  public ObjectNode members() {
    return members;
  }
}

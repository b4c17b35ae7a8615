package dev.convoy.lab.aws.wire;

import java.util.function.BiFunction;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * An operation of a service: an entry of the dispatch table.
 *
 * @param service signing name
 * @param changing goes into the ledger
 */
public record Operation(String service, String name, boolean changing, Function<Call, Answer> handler) {

  /** An account that a management account may name in most calls of MGN. */
  private static final Shape MANAGED = Shape.empty().optional("accountID", Shape.text(12, 12, "[0-9]{12,}"));

  /** An operation of MGN that changes nothing. */
  public static Operation read(String name, Shape request, Function<Call, ObjectNode> handler) {
    return mgn(name, false, 200, request, handler::apply);
  }

  /** An operation of MGN that changes something and answers with a status. */
  public static Operation change(String name, int status, Shape request, Function<Call, ObjectNode> handler) {
    return mgn(name, true, status, request, handler::apply);
  }

  /** An operation of MGN that changes something and answers nothing. */
  public static Operation silent(String name, int status, Shape request, java.util.function.Consumer<Call> handler) {
    return mgn(name, true, status, request, call -> {
      handler.accept(call);
      return null;
    });
  }

  private static Operation mgn(
      String name, boolean changing, int status, Shape request, Function<Call, @Nullable ObjectNode> handler) {
    return new Operation("mgn", name, changing, call -> {
      if (!call.region().initialized() && !name.equals("InitializeService")) {
        throw AwsError.of(400, "UninitializedAccountException", "Account not initialized");
      }
      request.check(call.json(), MANAGED);
      if (!call.text("accountID").isEmpty() && !call.text("accountID").equals(call.caller().account())) {
        throw AwsError.of(403, "AccessDeniedException", "Account " + call.caller().account()
            + " does not manage account " + call.text("accountID"));
      }
      return new Answer.Json(status, handler.apply(call));
    });
  }

  /** An operation of EC2. */
  public static Operation ec2(String name, boolean changing, Function<Call, Xml> handler) {
    return new Operation("ec2", name, changing, call -> new Answer.Document(handler.apply(call)));
  }

  /** An operation of IAM that changes nothing. */
  public static Operation iam(String name, Function<Call, Xml> handler) {
    return new Operation("iam", name, false, call -> new Answer.Document(handler.apply(call)));
  }

  /** An operation of a JSON 1.1 service that changes nothing. */
  public static Operation json11(String service, String name, Function<Call, ObjectNode> handler) {
    return new Operation(service, name, false, call -> new Answer.Json11(handler.apply(call)));
  }

  /** An operation of CloudWatch, which is asked by the query protocol or by JSON. */
  public static Operation monitoring(String name, BiFunction<Call, JsonNode, ObjectNode> handler) {
    return new Operation("monitoring", name, false, call -> new Answer.Metrics(
        handler.apply(call, call.query().isEmpty() ? call.json() : call.query().structure())));
  }

  /** An operation of STS. */
  public static Operation sts(String name, boolean changing, Function<Call, Xml> handler) {
    return new Operation("sts", name, changing, call -> new Answer.Document(handler.apply(call)));
  }
}

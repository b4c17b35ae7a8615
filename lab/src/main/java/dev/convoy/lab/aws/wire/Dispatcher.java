package dev.convoy.lab.aws.wire;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpHandler;
import dev.convoy.lab.aws.cloud.Cloud;
import dev.convoy.lab.aws.cloud.LifeCycleRules;
import dev.convoy.lab.aws.cloud.Sessions;
import dev.convoy.lab.aws.cloud.Snapshots;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Takes requests of all services on one port to their operations. */
public final class Dispatcher implements HttpHandler {

  /** The role of installers, which may register agents and nothing else. */
  public static final String INSTALLER_ROLE = "ConvoyAgentInstall";

  /** Services of the query protocols. */
  private static final Set<String> QUERY = Set.of("ec2", "iam", "sts", "monitoring");

  /** Services whose operations are paths. */
  private static final Set<String> REST = Set.of("mgn", "route53");

  private static final Logger LOG = LoggerFactory.getLogger(Dispatcher.class);

  private final Cloud cloud;
  private final Map<String, Operation> table;
  private final Ledger ledger;
  private final Ledger ofOthers;
  private final Counters counters;
  private final Faults faults;
  private final Snapshots snapshots = new Snapshots();
  private final RequestRate route53;

  /** @param ofOthers takes the calls of those who do not migrate by waves, in place of the ledger */
  public Dispatcher(
      Cloud cloud, Stream<Operation> operations, Ledger ledger, Ledger ofOthers, Counters counters, Faults faults) {
    this.cloud = cloud;
    this.ofOthers = ofOthers;
    this.table = operations.collect(Collectors.toUnmodifiableMap(o -> key(o.service(), o.name()), Function.identity()));
    this.ledger = ledger;
    this.counters = counters;
    this.faults = faults;
    this.route53 = new RequestRate(cloud.time());
  }

  private static String key(String service, String operation) {
    return service + "." + operation;
  }

  @Override
  public void handle(HttpExchange exchange) throws IOException {
    reply(exchange).send(exchange);
  }

  private Reply reply(HttpExchange exchange) throws IOException {
    AwsRequest request;
    try {
      request = AwsRequest.read(exchange);
    } catch (AwsError e) {
      return Reply.of("mgn", false, e);
    }
    try {
      return reply(request);
    } catch (AwsError e) {
      return Reply.of(request.service(), request.target(), e);
    } catch (RuntimeException e) {
      LOG.error("[CVY-9405] AWS simulator: {} failed by a defect of the simulator", request, e);
      return Reply.of(request.service(), request.target(), AwsError.of(500, "InternalFailure", "simulator defect: " + e));
    }
  }

  private Reply reply(AwsRequest request) {
    var operation = table.get(key(request.service(), request.operation()));
    if (operation == null) {
      counters.count("unknown." + request.service());
      var code = QUERY.contains(request.service()) && !request.target() ? "InvalidAction" : "UnknownOperationException";
      throw AwsError.of(REST.contains(request.service()) ? 404 : 400, code,
          "The simulator does not know " + request.service() + " " + request.operation());
    }
    if (!cloud.sessions().isOfSomebody(request.accessKeyId())) {
      counters.count(key(operation.service(), operation.name()));
    }
    var caller = caller(request, operation);
    var region = cloud.region(caller.account(), request.region());
    Function<Instant, Call> call = now -> new Call(operation, region, caller, request.json(), request.query(), now);
    var late = region.locked(now -> faults.latency(call.apply(now)));
    try {
      var answer = region.locked(now -> answer(call.apply(now)));
      return answer.isPresent() ? Reply.of(request, answer.get()) : new Reply.Lost();
    } finally {
      await(late);
    }
  }

  /** Outside the lock: a slow answer holds up nobody else. */
  private static void await(Duration late) {
    try {
      new CountDownLatch(1).await(late.toMillis(), TimeUnit.MILLISECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private Sessions.Caller caller(AwsRequest request, Operation operation) {
    try {
      var caller = cloud.sessions().caller(request.accessKeyId(), request.sessionToken(), cloud.time().now());
      if (INSTALLER_ROLE.equals(caller.role()) && !operation.service().equals("sts")) {
        throw refusedCaller(request, operation, "AccessDeniedException",
            caller.arn() + " is not authorized to perform: " + operation.service() + ":" + operation.name());
      }
      if (caller.role() != null && cloud.oddities().of(caller.account())
          .denies(caller.role(), operation.service() + ":" + operation.name())) {
        throw refusedCaller(request, operation, denial(operation.service()), caller.arn()
            + " is not authorized to perform: " + operation.service() + ":" + operation.name());
      }
      return caller;
    } catch (Sessions.RefusedException e) {
      throw refusedCaller(request, operation, e.code(), String.valueOf(e.getMessage()));
    }
  }

  private static String denial(String service) {
    return switch (service) {
      case "ec2" -> "UnauthorizedOperation";
      case "iam", "sts", "route53", "monitoring" -> "AccessDenied";
      default -> "AccessDeniedException";
    };
  }

  private AwsError refusedCaller(AwsRequest request, Operation operation, String code, String message) {
    if (operation.changing()) {
      ledger.append(LedgerLine.unknownCaller(cloud.time(), operation, request.region(), code));
    }
    return AwsError.of(403, code, message);
  }

  /** Empty if the answer is to get lost. */
  private Optional<Answer> answer(Call call) {
    var fault = faults.ofCall(call);
    if (fault != null) {
      counters.countPlanted(key(call.operation().service(), call.operation().name()));
    }
    if (fault == FaultRule.Kind.RESET) {
      note(call, null, "ConnectionReset", fault);
      return Optional.empty();
    }
    try {
      refuseByFault(fault, call.operation().service());
      refuseByRate(call);
      var answer = handled(call);
      note(call, answer, null, fault);
      return fault == FaultRule.Kind.ANSWER_LOST ? Optional.empty() : Optional.of(answer);
    } catch (AwsError e) {
      note(call, null, e.code(), fault);
      throw e;
    }
  }

  /** Handles the call on the state that it sees: an earlier one when its answer is to be stale. */
  private Answer handled(Call call) {
    var handler = call.operation().handler();
    var staleness = faults.staleness();
    if (staleness.isZero()) {
      return handler.apply(call);
    }
    snapshots.take(call.region(), call.now(), call.region().time().onWall(staleness));
    var past = faults.stale(call) ? snapshots.oldest(call.region()) : Optional.<Snapshots.Snapshot>empty();
    if (past.isEmpty()) {
      return handler.apply(call);
    }
    var then = past.get();
    var answer = handler.apply(
        new Call(call.operation(), then.region(), call.caller(), call.json(), call.query(), then.at()));
    then.shown(call.region(), call.now());
    return answer;
  }

  private void note(Call call, @Nullable Answer answer, @Nullable String error, FaultRule.@Nullable Kind fault) {
    if (call.operation().changing()) {
      var theirs = cloud.sessions().isOfSomebody(call.caller().accessKeyId());
      (theirs ? ofOthers : ledger).append(LedgerLine.of(call, answer, error, fault));
    }
  }

  private void refuseByRate(Call call) {
    if (call.operation().service().equals("route53") && !route53.takes(call.caller().account())) {
      counters.count("throttled.route53");
      throw AwsError.of(400, "Throttling", "Rate exceeded");
    }
  }

  private static void refuseByFault(FaultRule.@Nullable Kind fault, String service) {
    if (fault == FaultRule.Kind.ERROR_500) {
      throw AwsError.of(500, service.equals("mgn") ? "InternalServerException" : "InternalError",
          "An internal error has occurred");
    }
    if (fault == FaultRule.Kind.BUSY && service.equals("route53")) {
      throw AwsError.of(400, "PriorRequestNotComplete", "The request was rejected because Route 53 was still processing a prior request.");
    }
    if (fault == FaultRule.Kind.BUSY) {
      throw AwsError.conflict(LifeCycleRules.BUSY);
    }
    if (fault == FaultRule.Kind.DENIED) {
      throw AwsError.of(403, denial(service), "You are not authorized to perform this operation.");
    }
    if (fault == FaultRule.Kind.QUOTA && service.equals("ec2")) {
      throw AwsError.of(400, "SnapshotLimitExceeded", "The maximum number of snapshots is reached.");
    }
    if (fault == FaultRule.Kind.QUOTA) {
      throw AwsError.conflict("Max Source Servers in all jobs exceeded: 200");
    }
    if (fault == FaultRule.Kind.THROTTLE) {
      throw switch (service) {
        case "ec2" -> AwsError.of(503, "RequestLimitExceeded", "Request limit exceeded.");
        case "sts", "route53", "monitoring" -> AwsError.of(400, "Throttling", "Rate exceeded");
        default -> AwsError.of(429, "ThrottlingException", "Rate exceeded");
      };
    }
  }
}

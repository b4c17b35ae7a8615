package dev.convoy.lab.aws.mgn;

import dev.convoy.lab.aws.cloud.StoredObjects;
import dev.convoy.lab.aws.cloud.Transfer;
import dev.convoy.lab.aws.cloud.Transfers;
import dev.convoy.lab.aws.wire.AwsError;
import dev.convoy.lab.aws.wire.Call;
import dev.convoy.lab.aws.wire.Operation;
import dev.convoy.lab.aws.wire.Shape;
import java.util.List;
import java.util.function.BiFunction;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** Imports and exports of the inventory. */
public final class TransferOperations {

  private final StoredObjects objects;

  /** @param objects where the files are */
  public TransferOperations(StoredObjects objects) {
    this.objects = objects;
  }

  /** Entries of the dispatch table. */
  public Stream<Operation> operations() {
    var started = Shape.empty().required("s3BucketSource", Shape.structure(file(Shape.empty())))
        .optional("clientToken", Shape.text(64)).optional("tags", Shape.tags());
    return Stream.of(
        Operation.change("StartImport", 202, started, this::startImport),
        Operation.change("StartExport", 202, file(Shape.empty()).optional("tags", Shape.tags()), this::startExport),
        list("ListImports", "import-", TransferOperations::viewImport),
        list("ListExports", "export-", TransferOperations::viewExport),
        errors("ListImportErrors", "import-"),
        errors("ListExportErrors", "export-"));
  }

  private static Shape file(Shape shape) {
    return shape.required("s3Bucket", Shape.text(1, 255, "[a-zA-Z0-9.\\-_]{1,255}"))
        .required("s3Key", Shape.text(1, 1024, "[^\\x00]{1,1020}\\.csv"))
        .optional("s3BucketOwner", Shape.text(12, 12, "[0-9]{12}"));
  }

  /** A start that is repeated with its token starts nothing. */
  private ObjectNode startImport(Call call) {
    var token = call.text("clientToken");
    var transfers = new Transfers(call.region(), objects);
    var before = transfers.all("import-").filter(each -> !token.isEmpty() && each.token().equals(token)).findFirst();
    var source = call.json().path("s3BucketSource");
    var transfer = before.orElseGet(() -> transfers.read(request(call, token, source), call.now()));
    if (!transfer.bucket().equals(source.path("s3Bucket").asString()) || !transfer.key().equals(source.path("s3Key").asString())) {
      throw AwsError.conflict("clientToken " + token + " was used for another import");
    }
    var answer = MgnJson.object();
    answer.set("importTask", viewImport(call, transfer));
    return answer;
  }

  private ObjectNode startExport(Call call) {
    var transfer = new Transfers(call.region(), objects).write(request(call, "", call.json()), call.now());
    var answer = MgnJson.object();
    answer.set("exportTask", viewExport(call, transfer));
    return answer;
  }

  private static Transfers.Request request(Call call, String token, JsonNode file) {
    return new Transfers.Request(token, file.path("s3Bucket").asString(), file.path("s3Key").asString(),
        file.path("s3BucketOwner").asString(""), MgnJson.tags(call.json().path("tags")));
  }

  private Operation list(String name, String prefix, BiFunction<Call, Transfer, ObjectNode> view) {
    var ids = prefix.replace("-", "") + "IDs";
    var filters = Shape.empty().optional(ids, Shape.list(0, 10, Shape.id(prefix)));
    return Operation.read(name, MgnJson.paged().optional("filters", Shape.structure(filters)), call -> {
      var wanted = call.json().path("filters").path(ids).valueStream().map(JsonNode::asString).toList();
      var newest = new Transfers(call.region(), objects).all(prefix)
          .filter(each -> wanted.isEmpty() || wanted.contains(each.id())).toList().reversed();
      return MgnJson.page(call, newest.stream(), each -> -each.sequence(), each -> view.apply(call, each));
    });
  }

  private Operation errors(String name, String prefix) {
    var id = prefix.replace("-", "") + "ID";
    return Operation.read(name, MgnJson.paged().required(id, Shape.id(prefix)), call -> {
      var transfer = call.region().estate().transfers().get(call.text(id));
      if (transfer == null) {
        throw AwsError.validation(id, call.text(id) + " does not exist");
      }
      var errors = call.now().isBefore(transfer.endsAt()) ? List.<Transfer.Fault>of() : transfer.errors();
      return MgnJson.page(call, IntStream.range(0, errors.size()).boxed(), i -> i, i -> error(transfer, errors.get(i)));
    });
  }

  private static ObjectNode error(Transfer transfer, Transfer.Fault fault) {
    var view = MgnJson.object().put("errorType", fault.validation() ? "VALIDATION_ERROR" : "PROCESSING_ERROR");
    MgnJson.putDateTime(view, "errorDateTime", transfer.endsAt());
    var data = view.putObject("errorData").put("rawError", fault.error()).put("rowNumber", fault.row());
    if (fault.account() != null) {
      data.put("accountID", fault.account());
    }
    return view;
  }

  private static ObjectNode viewImport(Call call, Transfer transfer) {
    var view = head(call, transfer, "import");
    file(view.putObject("s3BucketSource"), transfer);
    if (ended(call, transfer) != null) {
      var summary = view.putObject("summary");
      for (var counted : List.of("waves", "applications", "servers")) {
        var counts = summary.putObject(counted);
        Stream.of("createdCount", "modifiedCount").forEach(name ->
            counts.put(name, transfer.counts().getOrDefault(counted + "." + name, 0L)));
      }
    }
    return view;
  }

  private static ObjectNode viewExport(Call call, Transfer transfer) {
    var view = head(call, transfer, "export");
    file(view, transfer);
    if (ended(call, transfer) != null) {
      transfer.counts().forEach(view.putObject("summary")::put);
    }
    return view;
  }

  private static void file(ObjectNode view, Transfer transfer) {
    view.put("s3Bucket", transfer.bucket()).put("s3Key", transfer.key());
    if (!transfer.owner().isEmpty()) {
      view.put("s3BucketOwner", transfer.owner());
    }
  }

  private static ObjectNode head(Call call, Transfer transfer, String kind) {
    var view = MgnJson.object().put(kind + "ID", transfer.id()).put("arn", call.region().arn(kind, transfer.id()))
        .put("status", transfer.status(call.now())).put("progressPercentage", transfer.progress(call.now()));
    MgnJson.putDateTime(view, "creationDateTime", transfer.createdAt());
    MgnJson.putDateTime(view, "endDateTime", ended(call, transfer));
    MgnJson.putTags(view, transfer.tags());
    return view;
  }

  private static java.time.@Nullable Instant ended(Call call, Transfer transfer) {
    return call.now().isBefore(transfer.endsAt()) ? null : transfer.endsAt();
  }
}

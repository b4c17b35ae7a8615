package dev.convoy.lab.aws.mgn;

import dev.convoy.lab.aws.cloud.Group;
import dev.convoy.lab.aws.cloud.Group.Kind;
import dev.convoy.lab.aws.cloud.SourceServer;
import dev.convoy.lab.aws.wire.AwsError;
import dev.convoy.lab.aws.wire.Call;
import dev.convoy.lab.aws.wire.Operation;
import dev.convoy.lab.aws.wire.Shape;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.node.ObjectNode;

/** Putting source servers into applications and applications into waves, and taking them out: all that a call names or none. */
public final class MembershipOperations {

  private static final String SERVERS = "sourceServerIDs";
  private static final String APPLICATIONS = "applicationIDs";

  /** Entries of the dispatch table. */
  public Stream<Operation> operations() {
    var servers = GroupOperations.named(Kind.APPLICATION).required(SERVERS, Shape.list(1, 50, Shape.id("s-")));
    var applications = GroupOperations.named(Kind.WAVE)
        .required(APPLICATIONS, Shape.list(1, 50, Shape.id(Kind.APPLICATION.prefix())));
    return Stream.of(
        Operation.change("AssociateSourceServers", 200, servers, this::addServers),
        Operation.change("DisassociateSourceServers", 200, servers, this::removeServers),
        Operation.change("AssociateApplications", 200, applications, this::addApplications),
        Operation.change("DisassociateApplications", 200, applications, this::removeApplications));
  }

  private ObjectNode addServers(Call call) {
    var application = group(call, Kind.APPLICATION);
    var servers = servers(call);
    servers.forEach(server -> {
      refuseOther("Source Server " + server.id(), server.applicationId(), application);
      if (server.archived()) {
        throw AwsError.conflict("Source Server " + server.id() + " is archived");
      }
    });
    refuseFull(call, application, servers.stream().filter(server -> server.applicationId() == null).count());
    servers.forEach(server -> server.into(application.id()));
    return MgnJson.object();
  }

  private ObjectNode removeServers(Call call) {
    var application = group(call, Kind.APPLICATION);
    var servers = servers(call);
    servers.forEach(server -> refuseStranger("Source Server " + server.id(), server.applicationId(), application));
    servers.forEach(server -> server.into(null));
    return MgnJson.object();
  }

  private ObjectNode addApplications(Call call) {
    var wave = group(call, Kind.WAVE);
    var applications = applications(call);
    applications.forEach(application -> {
      refuseOther("Application " + application.id(), application.waveId(), wave);
      GroupOperations.refuseArchived(application);
    });
    refuseFull(call, wave, applications.stream().filter(application -> application.waveId() == null).count());
    applications.forEach(application -> application.into(wave.id(), call.now()));
    return MgnJson.object();
  }

  private ObjectNode removeApplications(Call call) {
    var wave = group(call, Kind.WAVE);
    var applications = applications(call);
    applications.forEach(application -> refuseStranger("Application " + application.id(), application.waveId(), wave));
    applications.forEach(application -> application.into(null, call.now()));
    return MgnJson.object();
  }

  private static Group group(Call call, Kind kind) {
    var group = GroupOperations.find(call, kind, call.text(kind.idName()));
    GroupOperations.refuseArchived(group);
    return group;
  }

  private static List<SourceServer> servers(Call call) {
    return call.texts(SERVERS).stream().distinct().map(id -> {
      var server = call.region().server(id);
      if (server == null) {
        throw AwsError.notFound("SourceServer", id);
      }
      return server;
    }).toList();
  }

  private static List<Group> applications(Call call) {
    return call.texts(APPLICATIONS).stream().distinct().map(id -> GroupOperations.find(call, Kind.APPLICATION, id)).toList();
  }

  private static void refuseOther(String member, @Nullable String in, Group group) {
    if (in != null && !in.equals(group.id())) {
      throw AwsError.conflict(member + " is in " + in + " already");
    }
  }

  private static void refuseStranger(String member, @Nullable String in, Group group) {
    if (!group.id().equals(in)) {
      throw AwsError.conflict(member + " is not in " + group.id());
    }
  }

  private static void refuseFull(Call call, Group group, long more) {
    var kind = group.kind();
    if (GroupView.members(call, group) + more > kind.mostMembers()) {
      throw AwsError.quota("Max members of a " + kind.type() + " exceeded: " + kind.mostMembers(), kind.memberQuota(),
          kind.mostMembers());
    }
  }
}

package dev.convoy.lab.aws.route53;

import dev.convoy.lab.aws.cloud.HostedZone;
import dev.convoy.lab.aws.cloud.HostedZones;
import dev.convoy.lab.aws.cloud.RecordSet;
import dev.convoy.lab.aws.wire.Answer;
import dev.convoy.lab.aws.wire.AwsError;
import dev.convoy.lab.aws.wire.Call;
import dev.convoy.lab.aws.wire.Operation;
import dev.convoy.lab.aws.wire.Xml;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.function.Function;
import java.util.stream.Stream;

/** Hosted zones, their record sets, and what becomes of a change. */
public final class NameOperations {

  private static final int PAGE = 100;
  private static final int MOST_ITEMS = 300;

  /** Entries of the dispatch table. */
  public Stream<Operation> operations() {
    return Stream.of(
        operation("ListHostedZones", false, this::allZones),
        operation("ListHostedZonesByName", false, this::zones),
        operation("GetHostedZone", false, this::zone),
        operation("ListResourceRecordSets", false, this::records),
        operation("ChangeResourceRecordSets", true, this::change),
        operation("GetChange", false, this::changed));
  }

  private static Operation operation(String name, boolean changing, Function<Call, Xml> handler) {
    return new Operation("route53", name, changing, call -> new Answer.Document(handler.apply(call)));
  }

  /** In the order in which they were opened; the marker is the zone to begin with. */
  private Xml allZones(Call call) {
    var marker = call.text("marker");
    var most = most(call);
    if (!marker.isEmpty() && call.region().hostedZones().zone(marker) == null) {
      throw AwsError.of(404, "NoSuchHostedZone", "No hosted zone found with ID: " + marker);
    }
    var found = call.region().hostedZones().all().stream().dropWhile(zone -> !marker.isEmpty() && !zone.id().equals(marker)).toList();
    var members = new ArrayList<>(List.of(
        Xml.node("HostedZones", found.stream().limit(most).map(NameOperations::view).toList()),
        Xml.leaf("Marker", marker), Xml.leaf("IsTruncated", found.size() > most)));
    if (found.size() > most) {
      members.add(Xml.leaf("NextMarker", found.get(most).id()));
    }
    members.add(Xml.leaf("MaxItems", most));
    return Xml.node("ListHostedZonesResponse", members);
  }

  private Xml zones(Call call) {
    var from = call.text("dnsname").isEmpty() ? "" : HostedZone.order(HostedZone.absolute(call.text("dnsname")));
    var most = most(call);
    var found = call.region().hostedZones().all().stream()
        .sorted(Comparator.<HostedZone, String>comparing(zone -> HostedZone.order(zone.name())).thenComparing(HostedZone::id))
        .filter(zone -> HostedZone.order(zone.name()).compareTo(from) >= 0)
        .filter(zone -> !HostedZone.order(zone.name()).equals(from) || zone.id().compareTo(call.text("hostedzoneid")) >= 0).toList();
    var members = new ArrayList<Xml>();
    members.add(Xml.node("HostedZones", found.stream().limit(most).map(NameOperations::view).toList()));
    if (!call.text("dnsname").isEmpty()) {
      members.add(Xml.leaf("DNSName", HostedZone.absolute(call.text("dnsname"))));
    }
    members.add(Xml.leaf("IsTruncated", found.size() > most));
    if (found.size() > most) {
      members.add(Xml.leaf("NextDNSName", found.get(most).name()));
      members.add(Xml.leaf("NextHostedZoneId", found.get(most).id()));
    }
    members.add(Xml.leaf("MaxItems", most));
    return Xml.node("ListHostedZonesByNameResponse", members);
  }

  private static Xml view(HostedZone zone) {
    return Xml.node("HostedZone", Xml.leaf("Id", "/hostedzone/" + zone.id()), Xml.leaf("Name", zone.name()),
        Xml.leaf("CallerReference", "lab"), Xml.node("Config", Xml.leaf("PrivateZone", zone.privateZone())),
        Xml.leaf("ResourceRecordSetCount", zone.records().size()));
  }

  private Xml zone(Call call) {
    return Xml.node("GetHostedZoneResponse", view(named(call)));
  }

  private Xml records(Call call) {
    var zone = named(call);
    if (call.text("name").isEmpty() && !call.text("type").isEmpty()) {
      throw AwsError.of(400, "InvalidInput", "The input is not valid: type is given without name");
    }
    var most = most(call);
    var found = zone.from(call.text("name"), call.text("type"), call.text("identifier"));
    var members = new ArrayList<Xml>();
    members.add(Xml.node("ResourceRecordSets", found.stream().limit(most).map(NameOperations::view).toList()));
    members.add(Xml.leaf("IsTruncated", found.size() > most));
    if (found.size() > most) {
      var next = found.get(most);
      members.add(Xml.leaf("NextRecordName", next.name()));
      members.add(Xml.leaf("NextRecordType", next.type()));
      if (next.setIdentifier() != null) {
        members.add(Xml.leaf("NextRecordIdentifier", next.setIdentifier()));
      }
    }
    members.add(Xml.leaf("MaxItems", most));
    return Xml.node("ListResourceRecordSetsResponse", members);
  }

  private static Xml view(RecordSet set) {
    var members = new ArrayList<Xml>();
    members.add(Xml.leaf("Name", set.name()));
    members.add(Xml.leaf("Type", set.type()));
    if (set.setIdentifier() != null) {
      members.add(Xml.leaf("SetIdentifier", set.setIdentifier()));
    }
    if (set.weight() != null) {
      members.add(Xml.leaf("Weight", set.weight()));
    }
    if (set.ttl() != null) {
      members.add(Xml.leaf("TTL", set.ttl()));
    }
    if (set.aliasTarget() == null) {
      members.add(Xml.node("ResourceRecords", set.values().stream()
          .map(value -> Xml.node("ResourceRecord", Xml.leaf("Value", value))).toList()));
    } else {
      members.add(Xml.node("AliasTarget", Xml.leaf("HostedZoneId", String.valueOf(set.aliasZone())),
          Xml.leaf("DNSName", set.aliasTarget()), Xml.leaf("EvaluateTargetHealth", false)));
    }
    return Xml.node("ResourceRecordSet", members);
  }

  private Xml change(Call call) {
    var zone = named(call);
    var batch = RecordSetReader.batch(call.json());
    var errors = zone.apply(batch);
    if (!errors.isEmpty()) {
      throw RecordSetReader.invalid(errors);
    }
    var submitted = new HostedZones.Submitted(call.region().ids().capitals("C", 20), call.now(),
        call.json().path("ChangeBatch").path("Comment").asString(""));
    call.region().hostedZones().submitted(submitted);
    return Xml.node("ChangeResourceRecordSetsResponse", view(call, submitted));
  }

  private Xml changed(Call call) {
    var change = call.region().hostedZones().change(call.text("Id"));
    if (change == null) {
      throw AwsError.of(404, "NoSuchChange", "Could not find resource with ID: " + call.text("Id"));
    }
    return Xml.node("GetChangeResponse", view(call, change));
  }

  private static Xml view(Call call, HostedZones.Submitted change) {
    var members = new ArrayList<>(List.of(Xml.leaf("Id", "/change/" + change.id()),
        Xml.leaf("Status", call.region().hostedZones().inSync(change, call.now()) ? "INSYNC" : "PENDING"),
        Xml.leaf("SubmittedAt", change.at().truncatedTo(java.time.temporal.ChronoUnit.MILLIS))));
    if (!change.comment().isEmpty()) {
      members.add(Xml.leaf("Comment", change.comment()));
    }
    return Xml.node("ChangeInfo", members);
  }

  private static HostedZone named(Call call) {
    var zone = call.region().hostedZones().zone(call.text("Id"));
    if (zone == null) {
      throw AwsError.of(404, "NoSuchHostedZone", "No hosted zone found with ID: " + call.text("Id"));
    }
    return zone;
  }

  private static int most(Call call) {
    var asked = call.json().path("maxitems").asString("");
    if (!asked.isEmpty() && !asked.matches("[1-9]\\d{0,5}")) {
      throw AwsError.of(400, "InvalidInput", "'" + asked + "' is no number of items");
    }
    return asked.isEmpty() ? PAGE : Math.min(MOST_ITEMS, Integer.parseInt(asked));
  }
}

package dev.convoy.lab.fleetplan;

import dev.convoy.lab.hosts.SimulatedDisk;
import java.util.List;

/** What a server does in its application. */
enum ServerRole {
  WEB("web", "web", "t3.medium", 2, 4, 20, 0),
  APP("app", "application", "m6i.large", 4, 8, 40, 0),
  DB("db", "database", "r6i.xlarge", 8, 32, 40, 200);

  private static final long GIB = 1L << 30;

  final String label;
  final String tier;
  final String instanceType;
  final int cpus;
  private final int ramGib;
  private final int rootGib;
  private final int dataGib;

  ServerRole(String label, String tier, String instanceType, int cpus, int ramGib, int rootGib, int dataGib) {
    this.label = label;
    this.tier = tier;
    this.instanceType = instanceType;
    this.cpus = cpus;
    this.ramGib = ramGib;
    this.rootGib = rootGib;
    this.dataGib = dataGib;
  }

  /** Role of the member at this place of an application: one database, the rest web and application in turn. */
  static ServerRole at(int place) {
    return place == 2 ? DB : place % 2 == 0 ? WEB : APP;
  }

  long ramBytes() {
    return ramGib * GIB;
  }

  /** Root disk and, for a database, a data disk; sizes vary by up to three steps of 10 GiB. */
  List<SimulatedDisk> disks(boolean windows, int steps) {
    long root = (rootGib + (windows ? 40 : 0) + steps * 10L) * GIB;
    SimulatedDisk first = new SimulatedDisk(windows ? "c:0" : "/dev/sda", root);
    return dataGib == 0
        ? List.of(first)
        : List.of(first, new SimulatedDisk(windows ? "d:1" : "/dev/sdb", (dataGib + steps * 10L) * GIB));
  }
}

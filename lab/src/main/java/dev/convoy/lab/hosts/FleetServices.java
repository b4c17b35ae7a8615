package dev.convoy.lab.hosts;

/** What all hosts of a fleet share. */
record FleetServices(
    FleetSettings settings, SimulatedClock clock, AwsSimulatorClient aws, HostLedger ledger, HostStore store,
    GivenCommandLines commandLines) {}

package dev.convoy.launch.slots;

/** A server may take part in one job of the purpose until it gives the slot back. */
public record SlotGranted(String serverId, Purpose purpose, int round, int attempt) {}

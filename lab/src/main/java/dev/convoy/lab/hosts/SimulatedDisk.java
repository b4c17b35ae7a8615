package dev.convoy.lab.hosts;

/**
 * A disk of a source host.
 *
 * @param deviceName as the installer names it: {@code /dev/sda}, {@code c:0}
 * @param bytes size
 */
public record SimulatedDisk(String deviceName, long bytes) {}

package dev.convoy.lab.verify;

/**
 * A server that needed a person when the evidence ended.
 *
 * @param stage stage that it had reached, as in {@code ServerParked}
 * @param code stable reason
 * @param evidence what was seen
 * @param remedy what people were told to do
 * @param takenOut true when a person has withdrawn it since
 */
public record ParkedServer(String serverId, String stage, String code, String evidence, String remedy,
    boolean takenOut) {}

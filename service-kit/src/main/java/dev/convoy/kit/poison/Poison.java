package dev.convoy.kit.poison;

import dev.convoy.schemas.serde.UndecodableException;

/**
 * Why a record can never be read here, whoever tries and how often: the one list of what is bad input. All else that goes
 * wrong while a record is read, such as a registry or a broker that does not answer, is an outage and is waited for.
 */
public enum Poison {
  /** The decider threw: a bug of ours, and the record is kept for the version that mends it. */
  DECIDER_FAILED("CVY-9011"),
  NO_KEY("CVY-9031"),
  KEY_IS_NO_TEXT("CVY-9032"),
  TOMBSTONE("CVY-9033"),
  TOO_LARGE("CVY-9034"),
  NO_WIRE_FORMAT("CVY-9035"),
  UNKNOWN_SCHEMA("CVY-9036"),
  WRONG_TYPE("CVY-9037"),
  CORRUPT("CVY-9038"),
  KEY_DISAGREES("CVY-9039");

  private final String code;

  Poison(String code) {
    this.code = code;
  }

  /** Stable code, for dashboards and people. */
  public String code() {
    return code;
  }

  static Poison of(UndecodableException e) {
    return switch (e.reason()) {
      case NO_WIRE_FORMAT -> NO_WIRE_FORMAT;
      case UNKNOWN_SCHEMA -> UNKNOWN_SCHEMA;
      case WRONG_TYPE -> WRONG_TYPE;
      case CORRUPT -> CORRUPT;
    };
  }
}

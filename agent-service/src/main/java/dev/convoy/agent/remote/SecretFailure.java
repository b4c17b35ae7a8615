package dev.convoy.agent.remote;

/** A secret that cannot be had, typed by what to do next. Holds nothing of the secret; it has no cause, because causes quote. */
public final class SecretFailure extends Exception {

  private static final long serialVersionUID = 1L;

  private final PushFailure.Kind kind;
  private final String remedy;

  /** @param what what happened, in one line that goes on after the name of the property */
  public SecretFailure(PushFailure.Kind kind, String what, String remedy) {
    super(what, null, false, false);
    this.kind = kind;
    this.remedy = remedy;
  }

  /** What to do next. */
  public PushFailure.Kind kind() {
    return kind;
  }

  /** What happened. */
  public String what() {
    return String.valueOf(getMessage());
  }

  /** What to do, for people. */
  public String remedy() {
    return remedy;
  }
}

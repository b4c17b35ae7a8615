package dev.convoy.inventory.declaration;

import dev.convoy.events.common.FieldError;
import dev.convoy.kit.text.Printable;
import java.util.ArrayList;
import java.util.List;
import java.util.function.UnaryOperator;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Collects the faults of one declaration. */
public final class Faults {

  private static final int MAX_VALUE = 200;
  private static final int MAX_ERRORS = 100;

  private final UnaryOperator<String> places;
  private final List<FieldError> errors = new ArrayList<>();

  /**
   * Collects for one declaration.
   *
   * @param places from a field's name to where it stands
   */
  public Faults(UnaryOperator<String> places) {
    this.places = places;
  }

  /** Notes a fault. */
  public void add(String field, @Nullable String value, String reason, String remedy) {
    if (errors.size() < MAX_ERRORS) {
      errors.add(new FieldError(field, places.apply(field), bounded(value), reason, remedy));
    }
  }

  /** The value if it has the form, else a fault and an empty text. */
  String required(String field, @Nullable String value, Pattern form, String remedy) {
    if (value == null || value.isBlank()) {
      add(field, null, "is missing", remedy);
      return "";
    }
    return matching(field, value, form, remedy) ? value : "";
  }

  /** The value if there is one and it has the form, else null. */
  @Nullable String optional(String field, @Nullable String value, Pattern form, String remedy) {
    return value == null || value.isEmpty() || !matching(field, value, form, remedy) ? null : value;
  }

  /** Checks each of a list. */
  void each(String field, List<String> values, int most, Pattern form, String remedy) {
    values.forEach(value -> matching(field, value, form, remedy));
    if (values.size() > most) {
      add(field, String.valueOf(values.size()), "has more than " + most + " entries", "give at most " + most);
    }
  }

  List<FieldError> all() {
    return List.copyOf(errors);
  }

  private boolean matching(String field, String value, Pattern form, String remedy) {
    boolean matches = form.matcher(value).matches();
    if (!matches) {
      add(field, value, "does not have the form that is expected", remedy);
    }
    return matches;
  }

  private static @Nullable String bounded(@Nullable String value) {
    return value == null ? null : Printable.line(value, MAX_VALUE);
  }
}

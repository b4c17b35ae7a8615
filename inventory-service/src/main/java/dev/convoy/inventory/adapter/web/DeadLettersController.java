package dev.convoy.inventory.adapter.web;

import dev.convoy.inventory.readmodel.ReadModel;
import java.util.Map;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RestController;

/** How many records were set aside as bad input and wait; {@code ./convoy dlq list} names them. */
@RestController
class DeadLettersController {

  private final ReadModel model;

  DeadLettersController(ReadModel model) {
    this.model = model;
  }

  @GetMapping("/api/dead-letters")
  Map<String, Object> count() {
    if (!model.isCaughtUp()) {
      throw ApiException.notYet();
    }
    return Map.of("waiting", model.deadLetters().waiting(), "byTopic", model.deadLetters().byTopic());
  }
}

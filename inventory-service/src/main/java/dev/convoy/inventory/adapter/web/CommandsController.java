package dev.convoy.inventory.adapter.web;

import dev.convoy.inventory.readmodel.ReadModel;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RestController;

/** Answers to commands that took longer than a request. */
@RestController
class CommandsController {

  private final ReadModel model;

  CommandsController(ReadModel model) {
    this.model = model;
  }

  /** The answer; 404 while there is none. */
  @GetMapping("/api/commands/{id}")
  ResponseEntity<Object> show(@PathVariable String id) {
    if (!model.isCaughtUp()) {
      throw ApiException.notYet();
    }
    return model.answers().find(id).map(seen -> CommandDesk.answered(id, seen))
        .orElseThrow(() -> ApiException.unknown("an answer to command '" + id + "'"));
  }
}

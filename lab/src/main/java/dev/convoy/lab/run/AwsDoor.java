package dev.convoy.lab.run;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import tools.jackson.databind.json.JsonMapper;

/** The door of the AWS simulator by which a run plants what it wants. */
final class AwsDoor {
  private AwsDoor() {}

  /**
   * Puts something in place.
   *
   * @param path {@code /_lab/...}
   * @param what as JSON
   * @throws LabFailure when it was not taken
   */
  static void put(URI aws, String path, Object what) throws InterruptedException {
    try (HttpClient client = HttpClient.newHttpClient()) {
      HttpRequest request = HttpRequest.newBuilder(aws.resolve(path))
          .PUT(HttpRequest.BodyPublishers.ofString(JsonMapper.shared().writeValueAsString(what))).build();
      HttpResponse<String> answer = client.send(request, HttpResponse.BodyHandlers.ofString());
      if (answer.statusCode() != 200) {
        throw new LabFailure("[CVY-9240] lab: not planted by " + path + ": " + answer.body() + "; report it");
      }
    } catch (IOException e) {
      throw new LabFailure("[CVY-9240] lab: not planted by " + path + ": " + e.getMessage() + "; see the lab's log", e);
    }
  }
}

package dev.convoy.inventory.adapter.web;

import org.springframework.http.HttpStatus;

/** A request that cannot be served, with the answer to give. */
final class ApiException extends RuntimeException {

  private final HttpStatus status;
  private final transient ApiError error;

  private ApiException(HttpStatus status, String code, String message, String remedy) {
    super(message);
    this.status = status;
    this.error = ApiError.of(code, message, remedy);
  }

  static ApiException invalid(String message, String remedy) {
    return new ApiException(HttpStatus.BAD_REQUEST, "CVY-1401", message, remedy);
  }

  static ApiException unknown(String what) {
    return new ApiException(HttpStatus.NOT_FOUND, "CVY-1404", what + " is not known", "look at GET /api/servers and /api/waves");
  }

  static ApiException undeclared(String place) {
    return new ApiException(HttpStatus.NOT_FOUND, "CVY-1404", "no environment is declared for " + place,
        "declare it in environments.yml, or look at GET /api/environments");
  }

  static ApiException conflict(String code, String message, String remedy) {
    return new ApiException(HttpStatus.CONFLICT, code, message, remedy);
  }

  static ApiException notYet() {
    return new ApiException(HttpStatus.SERVICE_UNAVAILABLE, "CVY-1503", "the events are still being read", "ask again in some seconds");
  }

  HttpStatus status() {
    return status;
  }

  ApiError error() {
    return error;
  }
}

package dev.convoy.inventory.adapter.web;

import dev.convoy.inventory.command.CommandGateway;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.http.HttpStatus;
import org.springframework.http.HttpStatusCode;
import org.springframework.http.ResponseEntity;
import org.springframework.web.ErrorResponse;
import org.springframework.web.bind.annotation.ExceptionHandler;
import org.springframework.web.bind.annotation.RestControllerAdvice;
import org.springframework.web.method.annotation.MethodArgumentTypeMismatchException;

/** Turns what goes wrong into the one form of error. */
@RestControllerAdvice
class ApiErrors {

  private static final Logger LOG = LoggerFactory.getLogger(ApiErrors.class);

  @ExceptionHandler
  ResponseEntity<ApiError> handle(ApiException e) {
    return ResponseEntity.status(e.status()).body(e.error());
  }

  @ExceptionHandler
  ResponseEntity<ApiError> handle(CommandGateway.UnavailableException e) {
    LOG.warn("{}", e.getMessage());
    return ResponseEntity.status(HttpStatus.SERVICE_UNAVAILABLE)
        .body(ApiError.of("CVY-1504", String.valueOf(e.getMessage()), "send the same again with the same Idempotency-Key"));
  }

  @ExceptionHandler
  ResponseEntity<ApiError> handle(MethodArgumentTypeMismatchException e) {
    return ResponseEntity.badRequest().body(ApiError.of("CVY-1401",
        "parameter " + e.getName() + " cannot be '" + e.getValue() + "'", "see the API's description"));
  }

  /** What Spring itself refuses: unknown paths, methods, media types, bodies. */
  @ExceptionHandler
  ResponseEntity<ApiError> handle(Exception e) {
    if (e instanceof ErrorResponse refused) {
      HttpStatusCode status = refused.getStatusCode();
      return ResponseEntity.status(status).headers(refused.getHeaders()).body(ApiError.of(code(status),
          String.valueOf(refused.getBody().getDetail()), "see the API's description"));
    }
    LOG.error("[CVY-1500] a request failed", e);
    return ResponseEntity.internalServerError()
        .body(ApiError.of("CVY-1500", "the request failed", "look into the log of inventory-service"));
  }

  private static String code(HttpStatusCode status) {
    return switch (status.value()) {
      case 404 -> "CVY-1404";
      case 405 -> "CVY-1405";
      case 406 -> "CVY-1406";
      case 415 -> "CVY-1415";
      default -> status.is5xxServerError() ? "CVY-1500" : "CVY-1400";
    };
  }
}

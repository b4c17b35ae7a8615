package dev.convoy.agent.remote;

import dev.convoy.agent.remote.PushFailure.Kind;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Where a secret is. Never the secret itself. */
public sealed interface SecretReference {

  /**
   * What it holds now, never empty.
   *
   * @throws SecretFailure when it cannot be had
   */
  String read() throws SecretFailure;

  /** What a file beside it holds now, whose name ends like this; null = there is none, or it is in no file. */
  default @Nullable String beside(String ending) {
    return null;
  }

  /** What was read is refused by a host: what is kept of it is not given out again, if it may have been changed since. */
  default void renew() {}

  /** A file, read at each use, so that it can be rotated; the line end of one that holds one line is not part of it. */
  record InFile(Path path) implements SecretReference {

    @Override
    public String read() throws SecretFailure {
      try {
        String text = Files.readString(path);
        return present(this, text.lines().count() == 1 ? text.stripTrailing() : text);
      } catch (IOException e) {
        throw missing(this);
      }
    }

    @Override
    public @Nullable String beside(String ending) {
      try {
        return new InFile(Path.of(path + ending)).read();
      } catch (SecretFailure e) {
        return null;
      }
    }

    @Override
    public String toString() {
      return "file:" + path;
    }
  }

  /** A variable of the environment of this process. */
  record InEnvironment(String name, Map<String, String> environment) implements SecretReference {

    @Override
    public String read() throws SecretFailure {
      return present(this, environment.get(name));
    }

    @Override
    public String toString() {
      return "env:" + name;
    }
  }

  /**
   * A secret of AWS Secrets Manager, kept for a while.
   *
   * @param jsonKey which value of a secret that is a JSON object; null = all of its text
   */
  record InSecretsManager(StoredSecret secret, @Nullable String jsonKey, KeptSecrets store) implements SecretReference {

    @Override
    public String read() throws SecretFailure {
      String text = store.text(secret);
      return jsonKey == null ? text : value(text, jsonKey);
    }

    @Override
    public void renew() {
      store.renew(secret);
    }

    @Override
    public String toString() {
      return SecretReferences.IN_SECRETS_MANAGER + secret.id();
    }

    /** What a parser says of a text that it does not understand quotes that text. */
    private String value(String text, String key) throws SecretFailure {
      JsonNode json;
      try {
        json = JsonMapper.shared().readTree(text);
      } catch (JacksonException e) {
        throw unusable("is no JSON object, and its reference names a json-key");
      }
      JsonNode value = json.path(key);
      if (!value.isString() || value.asString().isEmpty()) {
        throw unusable("has no text under the json-key that its reference names");
      }
      return value.asString();
    }

    private SecretFailure unusable(String what) {
      return new SecretFailure(Kind.SECRET_UNUSABLE, "refers to " + this + ", which " + what,
          Kind.SECRET_UNUSABLE.remedy());
    }
  }

  private static String present(SecretReference reference, @Nullable String value) throws SecretFailure {
    if (value == null || value.isEmpty()) {
      throw missing(reference);
    }
    return value;
  }

  private static SecretFailure missing(SecretReference reference) {
    return new SecretFailure(Kind.AUTH_FAILED, "refers to " + reference + ", which is not there, not readable or empty",
        "restore the file or variable it refers to");
  }
}

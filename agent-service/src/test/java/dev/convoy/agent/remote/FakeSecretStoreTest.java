package dev.convoy.agent.remote;

class FakeSecretStoreTest extends SecretStoreContract {

  private final FakeSecretStore store = new FakeSecretStore();

  @Override
  protected SecretStore store() {
    return store;
  }

  @Override
  protected void put(String id, String stage, String text) {
    store.holding(secret(id, stage), text);
  }

  @Override
  protected void out(boolean now) {
    store.out(now);
  }
}

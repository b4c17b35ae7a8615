package dev.convoy.lab.hosts;

/** NTLM over HTTP, where its messages are sealed. */
class NtlmOverHttpTest extends NtlmContract {
  NtlmOverHttpTest() throws Exception {
    super(false);
  }
}

package dev.convoy.lab.hosts;

/** NTLM over HTTPS. */
class NtlmOverHttpsTest extends NtlmContract {
  NtlmOverHttpsTest() throws Exception {
    super(true);
  }
}

# In place of the host script: does what the peers do, stores the program and runs it, and answers in the words of the protocol.
convoy_main() {
  while IFS=' ' read -r name value; do
    [ "$name" != program ] || printf %s "$value" | base64 -d > /home/migrate/plain.sh
  done
  output=$(sh /home/migrate/plain.sh 2>&1 | base64 -w 0)
  printf '@convoy state %s\n@convoy exit %s\n@convoy output %s\n@convoy end %s\n' ZW5kZWQ= MA== "$output" MA==
}
